import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { openDatabase } from '../store/database.ts'
import { createKnownDeviceRows } from '../store/known-devices.ts'
import { migrations } from '../store/migrations.ts'
import { openSecrets } from '../store/secrets.ts'
import { createSettings } from '../store/settings.ts'
import { createOwner } from './owner.ts'
import { createRateLimit } from './rate-limit.ts'
import { createSecondStep } from './second-step.ts'
import { createSetupCode } from './setup-code.ts'
import { createSignInLimit } from './sign-in-limit.ts'

// Each check of a password takes its time, and more on a busy computer.
vi.setConfig({ testTimeout: 60_000 })
afterAll(() => vi.resetConfig())

const password = 'correct horse battery'
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bloby-owner-'))
  path = join(folder, 'setup-code')
})
afterEach(() => rmSync(folder, { recursive: true }))

function open() {
  const db = openDatabase(':memory:', migrations)
  const clock = createFakeClock()
  const settings = createSettings({ db })
  const secrets = openSecrets(join(folder, 'secrets.json'), clock.now())
  const secondStep = createSecondStep({
    ...{ db, settings, secrets, clock },
    devices: createKnownDeviceRows({ db, clock }),
  })
  const start = () =>
    createOwner({
      db,
      settings,
      secondStep,
      setupCode: createSetupCode({ path }),
      signInLimit: createSignInLimit({ clock }),
      recheckLimit: createRateLimit({ clock }),
    })
  const owner = start()
  return {
    clock,
    owner,
    settings,
    start,
    claim: (code: string, name?: string) =>
      owner.claim({ code, password, name, address: '192.0.2.1' }, () => 'claimed'),
  }
}

describe('the setup code', () => {
  it('is 128 bits in a file of the owner’s alone, and the same after a restart', () => {
    const { owner, start } = open()
    const code = owner.openSetupCode() ?? ''
    expect(Buffer.from(code, 'base64url')).toHaveLength(16)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8').trim()).toBe(code)
    expect(start().openSetupCode()).toBe(code)
  })

  it('is made anew when its file was deleted or is damaged', () => {
    const { owner } = open()
    const first = owner.openSetupCode()
    rmSync(path)
    const second = owner.openSetupCode()
    expect(second).not.toBe(first)
    writeFileSync(path, '')
    expect(owner.openSetupCode()).toMatch(/^[\w-]{22}$/)
  })

  it('is gone once there is an owner, also when a crash left the file behind', async () => {
    const { owner, claim } = open()
    const code = owner.openSetupCode() ?? ''
    await claim(code)
    expect(existsSync(path)).toBe(false)
    writeFileSync(path, code)
    expect(owner.openSetupCode()).toBeUndefined()
    expect(existsSync(path)).toBe(false)
  })
})

describe('the owner', () => {
  it('is whoever has the setup code, and signs in with the password from then on', async () => {
    const { owner, settings, claim } = open()
    expect(owner.isClaimed()).toBe(false)
    expect(await owner.checkSignIn({ password }, { address: 'a' })).toBe('wrong-password')
    expect(await claim(owner.openSetupCode() ?? '', 'Ada')).toBe('claimed')
    expect(owner.isClaimed()).toBe(true)
    expect(settings.get('ownerName')).toBe('Ada')
    expect(settings.get('passwordHash')).not.toContain(password)
    expect(await owner.checkSignIn({ password }, { address: 'a' })).toBe('password')
    expect(await owner.checkSignIn({ password: 'another one' }, { address: 'a' })).toBe('wrong-password')
  })

  it('is nobody for a wrong code, an empty one, or while no code was made', async () => {
    const { owner, claim } = open()
    await expect(claim('')).rejects.toMatchObject({ kind: 'unauthorized' })
    const code = owner.openSetupCode() ?? ''
    await expect(claim('')).rejects.toMatchObject({ kind: 'unauthorized' })
    await expect(claim(`${code}x`)).rejects.toMatchObject({ kind: 'unauthorized' })
    expect(owner.isClaimed()).toBe(false)
  })

  it('is one of two who claim at the same moment', async () => {
    const { owner, claim } = open()
    const code = owner.openSetupCode() ?? ''
    const outcomes = await Promise.allSettled([claim(code), claim(code), claim(code)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'conflict' })
    await expect(claim(code)).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('is not there when what belongs to the claim fails', async () => {
    const { owner } = open()
    const code = owner.openSetupCode() ?? ''
    const failing = owner.claim({ code, password, name: undefined, address: 'a' }, () => {
      throw new Error('disk full')
    })
    await expect(failing).rejects.toThrow('disk full')
    expect(owner.isClaimed()).toBe(false)
    expect(owner.openSetupCode()).toBe(code)
  })

  it('keeps guessers of codes and passwords waiting', async () => {
    const { clock, owner, claim } = open()
    const code = owner.openSetupCode() ?? ''
    for (let failure = 1; failure <= 5; failure++) await expect(claim('wrong')).rejects.toThrow('setup code')
    await expect(claim(code)).rejects.toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 1 })
    await expect(owner.checkSignIn({ password }, { address: '192.0.2.1' })).rejects.toMatchObject({
      kind: 'rate-limited',
    })
    clock.advance(1000)
    await claim(code)
  })
})
