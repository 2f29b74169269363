import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../system/clock.ts'

/** More than an owner has: a script that signs in as a browser does is a new device each time. */
const mostDevices = 100

export type KnownDeviceRows = ReturnType<typeof createKnownDeviceRows>

/**
 * Devices that were signed in once, by the SHA-256 of their token, and how many codes were wrong on each since the last right one.
 * Of the least recently used so many are forgotten that 100 are left.
 */
export function createKnownDeviceRows({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const upsert = db.prepare(
    `INSERT INTO known_devices (token_hash, last_used_at) VALUES (:id, :now)
     ON CONFLICT (token_hash) DO UPDATE SET last_used_at = excluded.last_used_at`,
  )
  const prune = db.prepare(
    `DELETE FROM known_devices WHERE token_hash NOT IN (
       SELECT token_hash FROM known_devices ORDER BY last_used_at DESC, token_hash LIMIT ${mostDevices}
     )`,
  )
  const selectCodes = db.prepare('SELECT wrong_codes FROM known_devices WHERE token_hash = ?')
  const updateCodes = db.prepare('UPDATE known_devices SET wrong_codes = ? WHERE token_hash = ?')
  const forgetCodes = db.prepare('UPDATE known_devices SET wrong_codes = 0')

  return {
    has: (id: string): boolean => selectCodes.get(id) !== undefined,
    /** Notes that a device signed in. */
    markUsed(id: string): void {
      upsert.run({ id, now: clock.now() })
      prune.run()
    },
    wrongCodes: (id: string): number => Number(selectCodes.get(id)?.wrong_codes ?? 0),
    setWrongCodes(id: string, count: number): void {
      updateCodes.run(count, id)
    },
    forgetWrongCodes(): void {
      forgetCodes.run()
    },
  }
}
