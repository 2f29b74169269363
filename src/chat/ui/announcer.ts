import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Announcer {
  /** The last few things that were said, for the one polite live region of the page. */
  readonly store: StoreApi<{ lines: readonly { id: number; text: string }[] }>
  say(text: string): void
  /** Forgets what was said: whoever signs in next must not find it in the page. */
  clear(): void
}

export function createAnnouncer(): Announcer {
  let lastId = 0
  const store = createStore<{ lines: readonly { id: number; text: string }[] }>(() => ({ lines: [] }))
  return {
    store,
    say(text) {
      lastId += 1
      store.setState({ lines: [...store.getState().lines.slice(-7), { id: lastId, text }] })
    },
    clear: () => store.setState({ lines: [] }),
  }
}
