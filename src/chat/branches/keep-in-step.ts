import { conversation } from '../../protocol/chat.ts'
import type { Chat } from '../chat.ts'
import { watchBranches } from './watch-branches.ts'

/**
 * What this device does so that all show the same: it tells what was read here while it could not, reads what the list does not have of
 * the conversation that is shown, and knows the versions of messages.
 */
export function keepInStep(chat: Chat): void {
  let told = new Map<string, number>()

  function tellWhatWasRead(): void {
    if (chat.connection.getState().state.kind !== 'online') return
    for (const { id, readTo = 0 } of chat.list.store.getState().known.values()) {
      const here = chat.readMarks.read(id) ?? 0
      if (here <= readTo || told.get(id) === here) continue
      told.set(id, here)
      chat.tell({ type: 'chat:read', conversationId: id, seq: here })
    }
  }

  /** The list begins with the newest, and has one of each family. */
  let asked: string | undefined
  async function learnActive(): Promise<void> {
    const id = chat.active.store.getState().conversation?.store.getState().id
    if (id === undefined || id === asked || chat.active.isNew(id) || chat.list.store.getState().known.has(id))
      return
    asked = id
    try {
      chat.list.changed(await chat.api.get(`/api/conversations/${encodeURIComponent(id)}`, conversation))
    } catch (error) {
      // Without a connection; the next one asks again.
      console.info('Nothing is known of the conversation now.', error)
    }
    if (asked === id) asked = undefined
  }

  chat.connection.subscribe(({ state }) => {
    if (state.kind === 'online') told = new Map()
    if (state.kind === 'online') void learnActive()
  })
  chat.active.store.subscribe(() => void learnActive())
  void learnActive()
  chat.list.store.subscribe(tellWhatWasRead)
  tellWhatWasRead()
  watchBranches(chat)
}
