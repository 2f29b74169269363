export interface ReadMarks {
  /** The position up to which the owner has read a conversation on this device; undefined when it was never open here. */
  read(conversationId: string): number | undefined
  /** Moves the mark forward, never back. */
  mark(conversationId: string, position: number): void
}

const key = 'bloby_read'
/** Conversations beyond these were not open for long; what is new in them begins where it is looked at again. */
const keptCount = 200

/** How far the owner has read, kept in this browser; in this page alone when it keeps nothing. */
export function createReadMarks({
  storage,
}: {
  storage: () => Pick<Storage, 'getItem' | 'setItem'>
}): ReadMarks {
  let marks: Map<string, number> | undefined

  function all(): Map<string, number> {
    marks ??= new Map(kept())
    return marks
  }

  function kept(): [string, number][] {
    try {
      const json: unknown = JSON.parse(storage().getItem(key) ?? '[]')
      return Array.isArray(json) ? json.filter(isMark) : []
    } catch {
      // Storage can be refused or hold something else; then nothing is known of earlier visits.
      return []
    }
  }

  return {
    read: (id) => all().get(id),
    mark(id, position) {
      if ((all().get(id) ?? -1) >= position) return
      // Set anew, it is the last one, and the first ones are forgotten first.
      all().delete(id)
      all().set(id, position)
      try {
        storage().setItem(key, JSON.stringify([...all()].slice(-keptCount)))
      } catch {
        // The map keeps it for as long as the page is open.
      }
    },
  }
}

function isMark(entry: unknown): entry is [string, number] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number'
}
