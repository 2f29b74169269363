import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { openDatabase } from '../store/database.ts'
import { createKnownDeviceRows } from '../store/known-devices.ts'
import { migrations } from '../store/migrations.ts'
import { openSecrets } from '../store/secrets.ts'
import { createSettings } from '../store/settings.ts'
import { createSecondStep } from './second-step.ts'

const stepMs = 30_000

let folder: string
beforeEach(() => {
  folder = temporaryDirectory()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open() {
  const db = openDatabase(':memory:', migrations)
  const clock = createFakeClock()
  const settings = createSettings({ db })
  const path = join(folder, 'secrets.json')
  const devices = createKnownDeviceRows({ db, clock })
  const start = () =>
    createSecondStep({ db, settings, clock, devices, secrets: openSecrets(path, clock.now()) })
  const secondStep = start()
  const { secret, uri } = secondStep.begin('session', 'Ada')
  /** What the authenticator app shows, `steps` from now. */
  const codeIn = (steps = 0) =>
    TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: clock.now() + steps * stepMs })
  return { clock, db, path, settings, devices, start, secondStep, secret, uri, codeIn }
}

/** Set up, and a step later, so that the first code is spent. */
function setUp() {
  const world = open()
  const recoveryCodes = world.secondStep.confirm('session', world.codeIn())
  world.clock.advance(stepMs)
  return { ...world, recoveryCodes }
}

describe('the codes of RFC 6238, appendix B', () => {
  // 8 digits there, of which authenticator apps show the last six.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('%i s after 1970 it is %s', (seconds, code) => {
    const db = openDatabase(':memory:', migrations)
    const settings = createSettings({ db })
    const secrets = openSecrets(join(folder, 'secrets.json'), 0)
    secrets.set('totp', Secret.fromUTF8('12345678901234567890').base32, 'bloby')
    settings.set('totp', { since: 0, lastStep: 0 })
    const clock = { now: () => seconds * 1000 }
    const devices = createKnownDeviceRows({ db, clock })
    const secondStep = createSecondStep({ db, settings, secrets, devices, clock })
    expect(secondStep.use(code)).toBe('code')
  })
})

describe('setting up', () => {
  it('asks for a first code before anything is asked of anyone', () => {
    const { secondStep, secret, uri, codeIn } = open()
    expect(uri).toBe(
      `otpauth://totp/Bloby:Ada?issuer=Bloby&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    )
    expect(Secret.fromBase32(secret).bytes).toHaveLength(20)
    expect(secondStep.isOn()).toBe(false)
    expect(() => secondStep.confirm('session', '000000')).toThrow('This code is not right.')
    expect(() => secondStep.confirm('another session', codeIn())).toThrow('This setup is over.')
    expect(secondStep.isOn()).toBe(false)
    expect(secondStep.confirm('session', codeIn())).toHaveLength(10)
    expect(secondStep.isOn()).toBe(true)
    expect(() => secondStep.begin('session', 'Ada')).toThrow('set up already')
  })

  it('is over after ten wrong codes, so that nobody can try them all', () => {
    const { secondStep, codeIn } = open()
    for (let n = 0; n < 10; n++)
      expect(() => secondStep.confirm('session', '000000')).toThrow('This code is not right.')
    expect(() => secondStep.confirm('session', codeIn())).toThrow('This setup is over.')
    expect(secondStep.isOn()).toBe(false)
  })

  it('is over after a quarter of an hour', () => {
    const { clock, secondStep, codeIn } = open()
    clock.advance(15 * 60 * 1000)
    expect(() => secondStep.confirm('session', codeIn())).toThrow('This setup is over.')
  })

  it('keeps the secret out of the database, in a file of the owner’s alone, over a restart', () => {
    const { start, path, db, secret, codeIn } = setUp()
    const rows = JSON.stringify(db.prepare('SELECT * FROM settings').all())
    expect(rows).not.toContain(secret)
    expect(readFileSync(path, 'utf8')).toContain(secret)
    expect(start().use(codeIn())).toBe('code')
  })
})

describe('a code', () => {
  it('is taken once, also the one that set it up', () => {
    const { secondStep, codeIn } = setUp()
    expect(secondStep.use(codeIn(-1))).toBe('wrong-code')
    const code = codeIn()
    expect(secondStep.use(code)).toBe('code')
    expect(secondStep.use(code)).toBe('wrong-code')
  })

  it('may be a step early or late, and no more; none before one that was taken', () => {
    const { clock, secondStep, codeIn } = setUp()
    clock.advance(10 * stepMs)
    expect(secondStep.use(codeIn(-2))).toBe('wrong-code')
    expect(secondStep.use(codeIn(2))).toBe('wrong-code')
    expect(secondStep.use(codeIn(-1))).toBe('code')
    expect(secondStep.use(codeIn(1))).toBe('code')
    expect(secondStep.use(codeIn())).toBe('wrong-code')
  })

  it('may be typed as apps show it', () => {
    const { secondStep, codeIn } = setUp()
    const code = codeIn()
    expect(secondStep.use(` ${code.slice(0, 3)} ${code.slice(3)} `)).toBe('code')
  })

  it('is nothing when it is empty, too short, too long or off', () => {
    const { secondStep, codeIn } = setUp()
    for (const code of ['', '12345', `${codeIn()}0`, 'abcdef'])
      expect(secondStep.use(code)).toBe('wrong-code')
    const code = codeIn()
    secondStep.turnOff()
    expect(secondStep.use(code)).toBe('wrong-code')
  })
})

describe('a recovery code', () => {
  it('is taken once, however it is typed, and is kept as a hash only', () => {
    const { secondStep, settings, recoveryCodes } = setUp()
    const [first = '', second = ''] = recoveryCodes
    expect(new Set(recoveryCodes).size).toBe(10)
    for (const code of recoveryCodes)
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
    expect(JSON.stringify(settings.get('recoveryCodes'))).not.toContain(first)
    expect(secondStep.use(first)).toBe('recovery-code')
    expect(secondStep.use(first)).toBe('wrong-code')
    const typed = second.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect(secondStep.use(typed)).toBe('recovery-code')
    expect(secondStep.view()).toMatchObject({ isOn: true, recoveryCodesLeft: 8 })
  })

  it('still works when the secret was lost, which no code of the app does', () => {
    const { path, start, codeIn, recoveryCodes } = setUp()
    rmSync(path)
    const secondStep = start()
    expect(secondStep.isOn()).toBe(true)
    expect(secondStep.use(codeIn())).toBe('wrong-code')
    expect(secondStep.use(recoveryCodes[0] ?? '')).toBe('recovery-code')
  })

  it('is worth nothing once there are new ones, or it is turned off', () => {
    const { path, secondStep, secret, recoveryCodes } = setUp()
    const [code = ''] = secondStep.renewRecoveryCodes()
    expect(secondStep.use(recoveryCodes[0] ?? '')).toBe('wrong-code')
    secondStep.turnOff()
    expect(secondStep.use(code)).toBe('wrong-code')
    expect(secondStep.view()).toEqual({ isOn: false, isClosed: false, recoveryCodesLeft: 0 })
    expect(readFileSync(path, 'utf8')).not.toContain(secret)
    expect(() => secondStep.renewRecoveryCodes()).toThrow('no authenticator app')
  })
})

describe('wrong codes', () => {
  /** Turned on, with guesses that are right at no step that is near. */
  function underAttack() {
    const world = setUp()
    const guess = (device?: string) => {
      const near = [-1, 0, 1].map((steps) => world.codeIn(steps))
      const wrong = ['000000', '111111', '222222', '333333'].find((code) => !near.includes(code)) ?? ''
      return world.secondStep.use(wrong, device)
    }
    const guesses = (count: number, device?: string) => Array.from({ length: count }, () => guess(device))
    return { ...world, guesses }
  }
  const nineWrong = Array<string>(9).fill('wrong-code')

  it('close the codes of the app after ten in a row, over a restart, until a recovery code is right', () => {
    const { guesses, start, codeIn, clock, recoveryCodes } = underAttack()
    expect(guesses(9)).toEqual(nineWrong)
    const again = start()
    expect(guesses(2)).toEqual(['codes-closed', 'code-refused'])
    clock.advance(365 * 24 * 60 * 60 * 1000)
    expect(again.use(codeIn())).toBe('code-refused')
    expect(again.view()).toMatchObject({ isOn: true, isClosed: true })
    expect(again.use(recoveryCodes[0] ?? '')).toBe('recovery-code')
    expect(again.use(codeIn())).toBe('code')
  })

  it('are forgotten by a right one, and wrong recovery codes are not among them', () => {
    const { guesses, secondStep, codeIn } = underAttack()
    expect(guesses(9)).toEqual(nineWrong)
    for (let n = 0; n < 30; n++) expect(secondStep.use('AAAA-AAAA-AAAA-AAAA')).toBe('wrong-code')
    expect(secondStep.use(codeIn())).toBe('code')
    expect(guesses(9)).toEqual(nineWrong)
  })

  it('of others leave a known device its own ten, and its own leave the other known ones theirs', () => {
    const { guesses, devices, secondStep, codeIn, clock } = underAttack()
    devices.markUsed('phone')
    devices.markUsed('stolen')
    guesses(10)
    expect(secondStep.use(codeIn(), 'phone')).toBe('code')
    clock.advance(stepMs)
    expect(guesses(11, 'stolen')).toEqual([...nineWrong, 'wrong-code', 'code-refused'])
    expect(secondStep.use(codeIn(), 'stolen')).toBe('code-refused')
    expect(secondStep.use(codeIn())).toBe('code-refused')
    expect(secondStep.use(codeIn(), 'phone')).toBe('code')
    expect([secondStep.open(), secondStep.open()]).toEqual([true, false])
    clock.advance(stepMs)
    expect(secondStep.use(codeIn(), 'stolen')).toBe('code')
  })

  it('are at most twenty on a known device: its own, then those that all others share', () => {
    const { guesses, devices } = underAttack()
    devices.markUsed('stolen')
    expect(guesses(19, 'stolen')).toEqual(Array(19).fill('wrong-code'))
    expect(guesses(2, 'stolen')).toEqual(['codes-closed', 'code-refused'])
  })
})
