import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { openDatabase } from '../store/database.ts'
import { migrations } from '../store/migrations.ts'
import { createSessions } from './sessions.ts'

const minute = 60_000
const day = 24 * 60 * minute
const phone = { kind: 'device', device: 'Safari on iPhone', address: '192.0.2.1' } as const

function open() {
  const clock = createFakeClock()
  const db = openDatabase(':memory:', migrations)
  const sessions = createSessions({ db, clock })
  const ended: string[] = []
  sessions.onEnd((ids) => ended.push(...ids))
  return { db, clock, sessions, ended }
}

let platform: ReturnType<typeof open>
beforeEach(() => {
  platform = open()
})

describe('sessions', () => {
  it('have a token of 256 bits that never reaches the disk', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bloby-sessions-'))
    const db = openDatabase(join(folder, 'memory.db'), migrations)
    const { token } = createSessions({ db, clock: platform.clock }).create(phone)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
    expect(bytes.includes('Safari on iPhone')).toBe(true)
    expect(bytes.includes(token)).toBe(false)
    db.close()
    rmSync(folder, { recursive: true })
  })

  it('are found by their token alone', () => {
    const { sessions } = platform
    const { token, session } = sessions.create(phone)
    expect(sessions.verify(token, 'platform')).toEqual(session)
    expect(sessions.find(session.id)).toEqual(session)
    expect(sessions.verify(session.id, 'platform')).toBeUndefined()
    expect(sessions.verify('', 'platform')).toBeUndefined()
  })

  it('end after 7 days without use', () => {
    const { clock, sessions } = platform
    const { token, session } = sessions.create(phone)
    clock.advance(7 * day)
    expect(sessions.verify(token, 'platform')).toBeUndefined()
    expect(sessions.find(session.id)).toBeUndefined()
    expect(sessions.list()).toEqual([])
  })

  it('are renewed by use', () => {
    const { clock, sessions } = platform
    const { token } = sessions.create(phone)
    for (let use = 0; use < 5; use++) {
      clock.advance(6 * day)
      expect(sessions.verify(token, 'platform')?.expiresAt).toBe(clock.now() + 7 * day)
    }
  })

  it('write their use down once a minute at most', () => {
    const { clock, sessions } = platform
    const { token, session } = sessions.create(phone)
    clock.advance(minute - 1000)
    sessions.verify(token, 'platform')
    expect(sessions.find(session.id)?.lastSeenAt).toBe(session.lastSeenAt)
    clock.advance(1000)
    sessions.verify(token, 'platform')
    expect(sessions.find(session.id)?.lastSeenAt).toBe(clock.now())
  })

  it('of the app are worth nothing on the platform, and the other way round', () => {
    const { sessions } = platform
    const device = sessions.create(phone)
    const app = sessions.create({ ...phone, kind: 'app', parentId: device.session.id })
    const cli = sessions.create({ ...phone, kind: 'cli' })
    expect(sessions.verify(app.token, 'platform')).toBeUndefined()
    expect(sessions.verify(app.token, 'app')).toBeDefined()
    expect(sessions.verify(device.token, 'app')).toBeUndefined()
    expect(sessions.verify(cli.token, 'platform')).toBeDefined()
    expect(sessions.verify(cli.token, 'app')).toBeUndefined()
  })

  it('take the sessions of the app with them when they are revoked', () => {
    const { sessions, ended } = platform
    const device = sessions.create(phone)
    const app = sessions.create({ ...phone, kind: 'app', parentId: device.session.id })
    const other = sessions.create(phone)
    expect(sessions.revoke(device.session.id)).toBe(true)
    expect(sessions.verify(device.token, 'platform')).toBeUndefined()
    expect(sessions.verify(app.token, 'app')).toBeUndefined()
    expect(sessions.verify(other.token, 'platform')).toBeDefined()
    expect(ended.sort()).toEqual([device.session.id, app.session.id].sort())
    expect(sessions.revoke(device.session.id)).toBe(false)
  })

  it('of the app do not outlive the device session, however much they are used', () => {
    const { clock, sessions } = platform
    const device = sessions.create(phone)
    const app = sessions.create({ ...phone, kind: 'app', parentId: device.session.id })
    clock.advance(6 * day)
    expect(sessions.verify(app.token, 'app')).toBeDefined()
    clock.advance(day)
    expect(sessions.verify(app.token, 'app')).toBeUndefined()
    expect(() => sessions.create({ ...phone, kind: 'app', parentId: device.session.id })).toThrow(
      'signed out',
    )
  })

  it('can all be ended but one, which keeps its app', () => {
    const { sessions, ended } = platform
    const mine = sessions.create(phone)
    const myApp = sessions.create({ ...phone, kind: 'app', parentId: mine.session.id })
    const other = sessions.create(phone)
    const otherApp = sessions.create({ ...phone, kind: 'app', parentId: other.session.id })
    sessions.revokeOthers(mine.session.id)
    expect(
      sessions
        .list()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([mine.session.id, myApp.session.id].sort())
    expect(ended.sort()).toEqual([other.session.id, otherApp.session.id].sort())
  })

  it('of the command line outlast a change of the password and a long rest, and go with the next start', () => {
    const { clock, sessions } = platform
    const local = sessions.createLocal()
    sessions.revokeOthers(sessions.create(phone).session.id)
    clock.advance(30 * day)
    expect(sessions.verify(local, 'platform')?.kind).toBe('local')
    clock.advance(30 * day)
    expect(sessions.verify(local, 'platform')?.kind).toBe('local')
    const next = sessions.createLocal()
    expect(sessions.verify(local, 'platform')).toBeUndefined()
    expect(sessions.verify(next, 'platform')?.kind).toBe('local')
  })

  it('are forgotten once they expired', () => {
    const { clock, db, sessions, ended } = platform
    const old = sessions.create(phone)
    sessions.create({ ...phone, kind: 'app', parentId: old.session.id })
    clock.advance(3 * day)
    const recent = sessions.create(phone)
    clock.advance(4 * day)
    sessions.removeExpired()
    expect(db.prepare('SELECT id FROM sessions').all()).toEqual([{ id: recent.session.id }])
    expect(ended).toHaveLength(2)
  })
})
