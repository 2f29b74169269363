import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../system/clock.ts'
import { inTransaction } from './transaction.ts'

/** Where a device takes notifications; `p256dh` and `auth` are base64url. The endpoint is a secret: who knows it can send to it. */
export interface PushSubscription {
  sessionId: string
  endpoint: string
  p256dh: string
  auth: string
}

export type PushSubscriptions = ReturnType<typeof createPushSubscriptions>

/** One for each device that wants notifications. It belongs to the device's session, and goes with it by foreign key. */
export function createPushSubscriptions({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const insertRow = db.prepare(`
    INSERT INTO push_subscriptions (session_id, endpoint, p256dh, auth, created_at)
    VALUES (:sessionId, :endpoint, :p256dh, :auth, :createdAt)
  `)
  // A browser that signed in again has a new session and the subscription it had.
  const deleteEarlier = db.prepare('DELETE FROM push_subscriptions WHERE session_id = ? OR endpoint = ?')
  const deleteOwn = db.prepare('DELETE FROM push_subscriptions WHERE session_id = ? AND endpoint = ?')
  const deleteRow = db.prepare('DELETE FROM push_subscriptions WHERE endpoint = ?')
  const selectAll = db.prepare(`
    SELECT session_id AS sessionId, endpoint, p256dh, auth FROM push_subscriptions
    JOIN sessions ON sessions.id = session_id WHERE sessions.expires_at > ? ORDER BY push_subscriptions.created_at
  `)

  return {
    /** Takes the place of what the device had before. */
    set(subscription: PushSubscription): void {
      inTransaction(db, () => {
        deleteEarlier.run(subscription.sessionId, subscription.endpoint)
        insertRow.run({ ...subscription, createdAt: clock.now() })
      })
    },
    /** Of devices that are still signed in. */
    list: (): PushSubscription[] => selectAll.all(clock.now()) as unknown as PushSubscription[],
    /** Takes one back for the device that it belongs to; nothing happens when it has no such. */
    removeOwn(sessionId: string, endpoint: string): void {
      deleteOwn.run(sessionId, endpoint)
    },
    /** Forgets one that the push service does not know any more. */
    remove(endpoint: string): void {
      deleteRow.run(endpoint)
    },
  }
}
