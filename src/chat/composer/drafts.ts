import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Drafts {
  /** The drafts that were read or written since the page was opened, by conversation. */
  readonly store: StoreApi<{ drafts: ReadonlyMap<string, Draft> }>
  read(conversation: DraftPlace): Draft
  /** What the owner wrote. A suggestion that is changed stays one until it is accepted; an empty text is none. */
  write(conversation: DraftPlace, text: string): void
  /**
   * Puts a text after what is there, or in place of the suggestion that was put there last, when that is as it was. `app`: it is a
   * suggestion of the app, which is code that nobody reviewed; `example`: one of ours; `owner`: words that were the owner's before.
   */
  add(conversation: DraftPlace, text: string, from: 'app' | 'example' | 'owner'): void
  /** The owner turned to the suggestion; false, and it stays one, when it came too short a time ago to have been read. */
  accept(conversation: DraftPlace): boolean
}

export interface Draft {
  text: string
  /** When the app suggested it, in ms since 1970; undefined when it is the owner's own. */
  suggestedAt?: number
}

/** A conversation that the server does not know has no lasting id, so its draft is kept as that of the next new one. */
export interface DraftPlace {
  id: string
  isNew: boolean
}

interface DraftsDeps {
  storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Milliseconds since 1970. */
  now: () => number
}

/** A press sooner than this after a suggestion came was meant for what was there before it: the second of a double click. */
const readingMs = 700

/** What is in the composer and not sent, per conversation, kept in this browser; in this page alone when it keeps nothing. */
export function createDrafts({ storage, now }: DraftsDeps): Drafts {
  const store = createStore<{ drafts: ReadonlyMap<string, Draft> }>(() => ({ drafts: new Map() }))
  /** The suggestions that were put into a draft, by conversation, and what was there before. */
  const suggestions = new Map<string, { whole: string; before: Draft }>()
  const keyOf = ({ id, isNew }: DraftPlace) => `bloby_draft:${isNew ? 'new' : id}`
  const markOf = (place: DraftPlace) => keyOf(place).replace('draft', 'suggested')

  function read(place: DraftPlace): Draft {
    const draft = store.getState().drafts.get(place.id)
    if (draft) return draft
    try {
      const text = storage().getItem(keyOf(place)) ?? ''
      return storage().getItem(markOf(place)) === null ? { text } : { text, suggestedAt: 0 }
    } catch {
      // Storage can be refused; then there is no earlier draft.
      return { text: '' }
    }
  }

  function keep(place: DraftPlace, draft: Draft) {
    store.setState({ drafts: new Map(store.getState().drafts).set(place.id, draft) })
    const set = (key: string, value: string) =>
      value === '' ? storage().removeItem(key) : storage().setItem(key, value)
    try {
      // The mark first: a suggestion must not come back without it.
      if (draft.suggestedAt !== undefined) set(markOf(place), 'yes')
      set(keyOf(place), draft.text)
      if (draft.suggestedAt === undefined) set(markOf(place), '')
    } catch {
      // The store keeps it for as long as the page is open.
    }
  }

  return {
    store,
    read,
    write: (place, text) => keep(place, text === '' ? { text } : { ...read(place), text }),
    add(place, text, from) {
      const draft = read(place)
      const last = suggestions.get(place.id)
      const before = last?.whole === draft.text ? last.before : draft
      const whole = [before.text.trimEnd(), text].filter((part) => part !== '').join('\n\n')
      const suggestedAt = from === 'app' ? now() : before.suggestedAt
      keep(place, { text: whole, ...(suggestedAt !== undefined && { suggestedAt }) })
      if (from === 'owner') suggestions.delete(place.id)
      else suggestions.set(place.id, { whole, before })
    },
    accept(place) {
      const { text, suggestedAt } = read(place)
      if (suggestedAt === undefined) return true
      if (now() - suggestedAt < readingMs) return false
      keep(place, { text })
      return true
    },
  }
}
