import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EngineState } from '../protocol/chat.ts'

export interface Engines {
  /** What is known of the engines on Bloby's computer, by name. */
  readonly store: StoreApi<{ known: Readonly<Record<string, EngineState>> }>
  learn(engines: readonly EngineState[]): void
}

/** The programs that think for Bloby, as the server tells of them. */
export function createEngines(): Engines {
  const store = createStore<{ known: Readonly<Record<string, EngineState>> }>(() => ({ known: {} }))
  return {
    store,
    learn(engines) {
      const news = Object.fromEntries(engines.map((engine) => [engine.name, engine]))
      store.setState({ known: { ...store.getState().known, ...news } })
    },
  }
}
