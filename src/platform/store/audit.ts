import type { DatabaseSync } from 'node:sqlite'
import type { AuditAction } from '../../protocol/accounts.ts'
import type { Clock } from '../../system/clock.ts'
import { AppError } from '../../system/errors.ts'

export type { AuditAction }

export interface AuditRecord {
  action: AuditAction
  address?: string
  device?: string
  /** What it was about, in a few words; never a secret. */
  detail?: string
}

/** `at`: ms since 1970. */
export interface AuditEntry extends AuditRecord {
  id: number
  at: number
}

export type Audit = ReturnType<typeof createAudit>

/** Who did what to the installation, kept for the owner to read. */
export function createAudit({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const insertRow = db.prepare(
    'INSERT INTO audit (at, action, address, device, detail) VALUES (:at, :action, :address, :device, :detail)',
  )
  const selectPage = db.prepare(
    'SELECT * FROM audit WHERE number < :before ORDER BY number DESC LIMIT :limit',
  )

  return {
    record({ action, address, device, detail }: AuditRecord): void {
      insertRow.run({
        at: clock.now(),
        action,
        address: address ?? null,
        device: device ?? null,
        detail: detail ?? null,
      })
    },

    /** The newest first; `limit` is 50 unless told. */
    list({ limit = 50, cursor }: { limit?: number | undefined; cursor?: string | undefined } = {}): {
      entries: AuditEntry[]
      nextCursor: string | null
    } {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor)
      const rows = selectPage.all({ before, limit: limit + 1 })
      const entries = (rows as unknown as AuditRow[]).slice(0, limit).map(toEntry)
      const last = entries.at(-1)
      return { entries, nextCursor: rows.length > limit && last ? String(last.id) : null }
    },
  }
}

interface AuditRow {
  number: number
  at: number
  action: AuditAction
  address: string | null
  device: string | null
  detail: string | null
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.number,
    at: row.at,
    action: row.action,
    ...(row.address !== null && { address: row.address }),
    ...(row.device !== null && { device: row.device }),
    ...(row.detail !== null && { detail: row.detail }),
  }
}

function parseCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new AppError('invalid', 'cursor: must be the nextCursor of the page before', { field: 'cursor' })
  return Number(cursor)
}
