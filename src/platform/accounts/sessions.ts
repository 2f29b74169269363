import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../system/clock.ts'
import { AppError } from '../../system/errors.ts'
import { createSignal } from '../../system/signal.ts'
import { createSessionRows, type Session, type SessionKind } from '../store/sessions.ts'
import { inTransaction } from '../store/transaction.ts'
import { createToken, hashToken } from './token.ts'

export type { Session, SessionKind }

const lifetimeMs = 7 * 24 * 60 * 60 * 1000
/** Use is written down at most this often, so that reading costs no write. */
const renewalMs = 60 * 1000
const rereadMs = 1000
const mostRecent = 100

/** Where a session is used: the platform takes devices and scripts, the app's origin only its frame. */
export type SessionPlace = 'platform' | 'app'

export interface NewSession {
  kind: SessionKind
  device: string
  address: string
  /** The device session that an `app` session ends with. */
  parentId?: string
}

export type Sessions = ReturnType<typeof createSessions>

/** Who is signed in. A session lasts 7 days from its last use; its token is known to the device alone, we keep the SHA-256. */
export function createSessions({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const rows = createSessionRows({ db })
  const ended = createSignal<readonly string[]>()
  /** What was read less than a second ago, by the token's hash: a page asks for a hundred files at once. */
  const recent = new Map<string, { session: Session; readAt: number }>()

  function end(ids: readonly string[]): void {
    recent.clear()
    if (ids.length > 0) ended.emit(ids)
  }

  function read(hash: string, now: number): Session | undefined {
    const known = recent.get(hash)
    if (known && now - known.readAt < rereadMs && now < known.session.expiresAt) return known.session
    recent.delete(hash)
    const found = rows.findByToken(hash, now)
    if (!found) return undefined
    const session = renew(found, now)
    if (recent.size >= mostRecent) recent.clear()
    recent.set(hash, { session, readAt: now })
    return session
  }

  function renew(session: Session, now: number): Session {
    if (now - session.lastSeenAt < renewalMs) return session
    const renewed = { ...session, lastSeenAt: now, expiresAt: now + lifetimeOf(session.kind) }
    rows.markUsed(session.id, renewed.lastSeenAt, renewed.expiresAt)
    return renewed
  }

  /** A new session and its token, 256 random bits as base64url, which cannot be read again. */
  function create({ kind, device, address, parentId }: NewSession): { token: string; session: Session } {
    const now = clock.now()
    if (parentId !== undefined && !rows.find(parentId, now))
      throw new AppError('unauthorized', 'You are signed out. Sign in again.')
    const token = createToken()
    const session: Session = {
      id: crypto.randomUUID(),
      kind,
      device,
      address,
      ...(parentId !== undefined && { parentId }),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + lifetimeOf(kind),
    }
    rows.insert(session, hashToken(token))
    return { token, session }
  }

  return {
    create,

    /** The token of this computer's command line, which ends when the next one is made and not before. */
    createLocal(): string {
      end(inTransaction(db, () => rows.removeKind('local')))
      return create({ kind: 'local', device: 'Command line', address: 'local' }).token
    },

    /** The session of a token, renewed by this use; undefined when there is none, or not for this place. */
    verify(token: string, place: SessionPlace): Session | undefined {
      const now = clock.now()
      const session = read(hashToken(token), now)
      if (!session || (session.kind === 'app') !== (place === 'app')) return undefined
      return session
    },

    /** Renews a session that is used without its token being sent again, over an open socket. False: it is over. */
    keepAlive(id: string): boolean {
      const now = clock.now()
      const session = rows.find(id, now)
      if (session) renew(session, now)
      return session !== undefined
    },

    /** A session that has not expired. */
    find: (id: string): Session | undefined => rows.find(id, clock.now()),

    /** Those that have not expired, the last used first. */
    list: (): Session[] => rows.list(clock.now()),

    /** Ends a session and its app sessions; false when there was none. */
    revoke(id: string): boolean {
      const ids = inTransaction(db, () => rows.remove(id))
      end(ids)
      return ids.length > 0
    },

    /** Ends all sessions but this one and its app sessions. */
    revokeOthers(id: string): void {
      end(inTransaction(db, () => rows.removeOthers(id)))
    },

    /** Ends all sessions of devices and scripts. */
    revokeAll(): void {
      end(inTransaction(db, () => rows.removeOthers('')))
    },

    /** Forgets what has expired. */
    removeExpired(): void {
      end(inTransaction(db, () => rows.removeExpired(clock.now())))
    },

    /** Calls back with the ids of sessions that ended before their time or expired, so that open sockets can be closed. */
    onEnd: ended.on,
  }
}

/** A program may run for longer than its command line is not used. */
function lifetimeOf(kind: SessionKind): number {
  return kind === 'local' ? 100 * 365 * 24 * 60 * 60 * 1000 : lifetimeMs
}
