import { deletedAnswer } from '../../protocol/branches.ts'
import { type Conversation, conversation } from '../../protocol/chat.ts'
import type { Chat } from '../chat.ts'

/** Throws an `ApiError`, as all of these do. */
export async function renameConversation(chat: Chat, { id }: Conversation, title: string): Promise<void> {
  chat.list.changed(await chat.api.ask('PATCH', pathOf(id), { title }, conversation))
}

/** Deletes a conversation, or with `family` all that came from one another by edits. It can be taken back for a while. */
export async function deleteConversation(
  chat: Chat,
  deleted: Conversation,
  scope: 'one' | 'family',
): Promise<void> {
  const { list, api } = chat
  const answer = await api.ask('DELETE', `${pathOf(deleted.id)}?scope=${scope}`, undefined, deletedAnswer)
  const { known } = list.store.getState()
  const gone = answer.deleted.map((id) => known.get(id) ?? { ...deleted, id })
  chat.drawer.setState({ deleted: gone.sort((a, b) => b.updatedAt - a.updatedAt) })
  for (const { id } of gone) {
    list.deleted(id)
    chat.active.removed(id)
  }
  // Another version may take its place in the list.
  if (deleted.family && scope === 'one') await list.refresh()
}

/** Takes a deletion back. */
export async function restoreConversations(
  { api, list, drawer }: Chat,
  conversations: readonly Conversation[],
): Promise<void> {
  for (const { id } of conversations)
    list.changed(await api.ask('POST', `${pathOf(id)}/restore`, {}, conversation))
  drawer.setState({ deleted: [] })
}

function pathOf(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}`
}
