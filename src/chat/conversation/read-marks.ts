export interface ReadMarks {
  /** The position up to which the owner has read a conversation, on any device; undefined when that is not known. */
  read(conversationId: string): number | undefined
  /** The owner has read up to here on this device. Moves the mark forward, never back. */
  mark(conversationId: string, position: number): void
  /** What the server knows, from all devices. */
  learn(conversationId: string, position?: number): void
}

const key = 'bloby_read'
/** Conversations beyond these were not open for long; what is new in them begins where it is looked at again. */
const keptCount = 200

/** How far the owner has read: kept in this browser, in this page alone when it keeps nothing, and on the server for all devices. */
export function createReadMarks({
  storage,
  tell,
}: {
  storage: () => Pick<Storage, 'getItem' | 'setItem'>
  /** Tells the server, if it can be told now. */
  tell: (conversationId: string, position: number) => void
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

  function learn(id: string, position = 0): boolean {
    if ((all().get(id) ?? 0) >= position) return false
    // Set anew, it is the last one, and the first ones are forgotten first.
    all().delete(id)
    all().set(id, position)
    try {
      storage().setItem(key, JSON.stringify([...all()].slice(-keptCount)))
    } catch {
      // The map keeps it for as long as the page is open.
    }
    return true
  }

  return {
    read: (id) => all().get(id),
    mark(id, position) {
      if (learn(id, position)) tell(id, position)
    },
    learn,
  }
}

function isMark(entry: unknown): entry is [string, number] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number'
}
