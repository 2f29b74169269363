import type { DatabaseSync } from 'node:sqlite'

/** `local`: the command line of this computer. It goes with the program that made it, and is in no list. */
export type SessionKind = 'device' | 'app' | 'cli' | 'local'

/** Times are ms since 1970. */
export interface Session {
  id: string
  kind: SessionKind
  device: string
  address: string
  /** The device session that an `app` session belongs to and ends with. */
  parentId?: string
  createdAt: number
  lastSeenAt: number
  expiresAt: number
}

export type SessionRows = ReturnType<typeof createSessionRows>

/** The rows behind `accounts/sessions.ts`. A session that goes takes its app sessions with it, by foreign key. */
export function createSessionRows({ db }: { db: DatabaseSync }) {
  const insertRow = db.prepare(
    `INSERT INTO sessions (id, kind, token_hash, device, address, parent_id, created_at, last_seen_at, expires_at)
     VALUES (:id, :kind, :tokenHash, :device, :address, :parentId, :createdAt, :lastSeenAt, :expiresAt)`,
  )
  // An app session is worth nothing without the device session that it belongs to.
  const isValid = `expires_at > :now AND (
    parent_id IS NULL OR EXISTS (
      SELECT 1 FROM sessions AS parent WHERE parent.id = sessions.parent_id AND parent.expires_at > :now
    )
  )`
  const selectByToken = db.prepare(`SELECT * FROM sessions WHERE token_hash = :tokenHash AND ${isValid}`)
  const selectOne = db.prepare(`SELECT * FROM sessions WHERE id = :id AND ${isValid}`)
  const selectAll = db.prepare(`SELECT * FROM sessions WHERE ${isValid} ORDER BY last_seen_at DESC, id`)
  const updateUse = db.prepare('UPDATE sessions SET last_seen_at = ?, expires_at = ? WHERE id = ?')

  /** Gives the ids that went, those of app sessions too. */
  function remover(which: string) {
    const condition = `${which} OR parent_id IN (SELECT id FROM sessions WHERE ${which})`
    const select = db.prepare(`SELECT id FROM sessions WHERE ${condition}`)
    const remove = db.prepare(`DELETE FROM sessions WHERE ${which}`)
    return (value: string | number): string[] => {
      const ids = select.all({ value }).map((row) => String(row.id))
      remove.run({ value })
      return ids
    }
  }

  return {
    insert(session: Session, tokenHash: string): void {
      insertRow.run({ ...session, parentId: session.parentId ?? null, tokenHash })
    },
    findByToken(tokenHash: string, now: number): Session | undefined {
      const row = selectByToken.get({ tokenHash, now })
      return row && toSession(row as unknown as SessionRow)
    },
    find(id: string, now: number): Session | undefined {
      const row = selectOne.get({ id, now })
      return row && toSession(row as unknown as SessionRow)
    },
    list: (now: number): Session[] => (selectAll.all({ now }) as unknown as SessionRow[]).map(toSession),
    markUsed(id: string, lastSeenAt: number, expiresAt: number): void {
      updateUse.run(lastSeenAt, expiresAt, id)
    },
    /** With its app sessions. */
    remove: remover('id = :value'),
    /** All but this one and its app sessions, and the command line's. */
    removeOthers: remover(`coalesce(parent_id, id) <> :value AND kind <> 'local'`),
    removeKind: remover('kind = :value'),
    /** Those that expired by the time given. */
    removeExpired: remover('expires_at <= :value'),
  }
}

interface SessionRow {
  id: string
  kind: SessionKind
  device: string
  address: string
  parent_id: string | null
  created_at: number
  last_seen_at: number
  expires_at: number
}

function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    kind: row.kind,
    device: row.device,
    address: row.address,
    ...(row.parent_id !== null && { parentId: row.parent_id }),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  }
}
