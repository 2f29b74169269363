import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Drafts {
  /** The texts that were read or written since the page was opened, by conversation. */
  readonly store: StoreApi<{ texts: ReadonlyMap<string, string> }>
  read(conversation: DraftPlace): string
  write(conversation: DraftPlace, text: string): void
}

/** A conversation that the server does not know has no lasting id, so its draft is kept as that of the next new one. */
export interface DraftPlace {
  id: string
  isNew: boolean
}

/** What the owner has begun to write, per conversation, kept in this browser; in this page alone when it keeps nothing. */
export function createDrafts(storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Drafts {
  const store = createStore<{ texts: ReadonlyMap<string, string> }>(() => ({ texts: new Map() }))
  const keyOf = ({ id, isNew }: DraftPlace) => `bloby_draft:${isNew ? 'new' : id}`
  return {
    store,
    read(place) {
      const text = store.getState().texts.get(place.id)
      if (text !== undefined) return text
      try {
        return storage().getItem(keyOf(place)) ?? ''
      } catch {
        // Storage can be refused; then there is no earlier draft.
        return ''
      }
    },
    write(place, text) {
      store.setState({ texts: new Map(store.getState().texts).set(place.id, text) })
      try {
        if (text === '') storage().removeItem(keyOf(place))
        else storage().setItem(keyOf(place), text)
      } catch {
        // The store keeps it for as long as the page is open.
      }
    },
  }
}
