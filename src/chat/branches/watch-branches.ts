import { branchesAnswer } from '../../protocol/branches.ts'
import type { Chat } from '../chat.ts'

/** Keeps what is known of the versions of the active conversation's messages up to date, on this device and after what others do. */
export function watchBranches(chat: Chat): void {
  let asked = ''

  async function ask(id: string, mark: string): Promise<void> {
    try {
      const { places } = await chat.api.get(
        `/api/conversations/${encodeURIComponent(id)}/branches`,
        branchesAnswer,
      )
      if (asked !== mark) return
      // Those of the other versions too, so that going there and back does not wait for an answer.
      const all = places.flatMap(({ variants }) =>
        variants.map(({ messageId }, index) => [messageId, { messageId, index, variants }] as const),
      )
      chat.branches.setState({ places: new Map(all) })
    } catch (error) {
      // Without a connection; the next one changes the list, which asks again.
      if (asked === mark) asked = ''
      console.info('The versions of messages are not known now.', error)
    }
  }

  function look(): void {
    const id = chat.active.store.getState().conversation?.store.getState().id
    const known = chat.list.store.getState().known
    const family = id === undefined ? undefined : known.get(id)?.family
    if (id === undefined || family === undefined || chat.active.isNew(id)) {
      asked = ''
      if (chat.branches.getState().places.size > 0) chat.branches.setState({ places: new Map() })
      return
    }
    const mark = `${id} ${family.count}`
    if (mark === asked) return
    asked = mark
    void ask(id, mark)
  }

  chat.connection.subscribe(({ state }) => {
    // Whatever happened meanwhile; the list that comes now asks again.
    if (state.kind === 'online') asked = ''
  })
  chat.active.store.subscribe(look)
  chat.list.store.subscribe(look)
  look()
}
