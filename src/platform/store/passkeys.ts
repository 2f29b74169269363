import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../system/clock.ts'

/** `id` is the credential's, as base64url; `host` the name that it is bound to. Times are ms since 1970. */
export interface Passkey {
  id: string
  name: string
  host: string
  /** In COSE's form; nothing secret. */
  publicKey: Uint8Array<ArrayBuffer>
  /** How often the authenticator says that it was used; 0 when it does not count. */
  counter: number
  isSynced: boolean
  createdAt: number
  lastUsedAt: number | null
}

export type PasskeyRows = ReturnType<typeof createPasskeyRows>

/** The public halves of the owner's passkeys. */
export function createPasskeyRows({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const insertRow = db.prepare(`
    INSERT INTO passkeys (id, name, host, public_key, counter, is_synced, created_at)
    VALUES (:id, :name, :host, :publicKey, :counter, :isSynced, :createdAt)
  `)
  const columns = 'id, name, host, public_key, counter, is_synced, created_at, last_used_at'
  const selectAll = db.prepare(`SELECT ${columns} FROM passkeys ORDER BY created_at, id`)
  const selectOne = db.prepare(`SELECT ${columns} FROM passkeys WHERE id = ?`)
  const updateUse = db.prepare(
    'UPDATE passkeys SET counter = :counter, is_synced = :isSynced, last_used_at = :now WHERE id = :id',
  )
  const updateName = db.prepare('UPDATE passkeys SET name = ? WHERE id = ?')
  const deleteRow = db.prepare('DELETE FROM passkeys WHERE id = ?')

  return {
    insert({ isSynced, ...passkey }: Omit<Passkey, 'createdAt' | 'lastUsedAt'>): void {
      insertRow.run({ ...passkey, isSynced: Number(isSynced), createdAt: clock.now() })
    },
    find(id: string): Passkey | undefined {
      const row = selectOne.get(id)
      return row && toPasskey(row as unknown as PasskeyRow)
    },
    /** The oldest first. */
    list: (): Passkey[] => (selectAll.all() as unknown as PasskeyRow[]).map(toPasskey),
    markUsed(id: string, { counter, isSynced }: Pick<Passkey, 'counter' | 'isSynced'>): void {
      updateUse.run({ id, counter, isSynced: Number(isSynced), now: clock.now() })
    },
    rename(id: string, name: string): void {
      updateName.run(name, id)
    },
    remove(id: string): void {
      deleteRow.run(id)
    },
  }
}

interface PasskeyRow {
  id: string
  name: string
  host: string
  public_key: Uint8Array<ArrayBuffer>
  counter: number
  is_synced: number
  created_at: number
  last_used_at: number | null
}

function toPasskey(row: PasskeyRow): Passkey {
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    publicKey: row.public_key,
    counter: row.counter,
    isSynced: row.is_synced === 1,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}
