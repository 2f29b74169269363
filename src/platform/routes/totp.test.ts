import { Secret, TOTP } from 'otpauth'
import * as v from 'valibot'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { recoveryCodesAnswer, totpAnswer, totpSetupAnswer } from '../../protocol/accounts.ts'
import { errorBody, sessionAnswer, sessionsAnswer } from '../../protocol/api.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

const password = 'correct horse battery'
// Made once: it takes its time, as does every check of a password.
const passwordHash = await hashPassword(password)
vi.setConfig({ testTimeout: 60_000 })
afterAll(() => vi.resetConfig())
const stepMs = 30_000

let platform: ReturnType<typeof createFakePlatform>
let secret: string
beforeEach(() => {
  platform = createFakePlatform()
  platform.settings.set('passwordHash', passwordHash)
})
afterEach(() => platform.close())

const session = () => platform.signIn().session
const ask = (path: string, body: object, by = session()) =>
  platform.send('POST', `/api/portal/${path}`, body, { session: by })
const login = (body: object, address = '192.0.2.1') =>
  platform.send('POST', '/api/portal/login', body, { address })
const appCode = () => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: platform.clock.now() })
const actions = () => platform.audit.list().entries.map(({ action }) => action)

async function errorOf(response: Response) {
  return { status: response.status, ...v.parse(errorBody, await response.json()).error }
}

/** Sets it up, and moves on to a code that was not used. */
function setUp(): string[] {
  secret = platform.secondStep.begin('session', 'Ada').secret
  const recoveryCodes = platform.secondStep.confirm('session', appCode())
  platform.clock.advance(stepMs)
  return recoveryCodes
}

describe('setting up the second step', () => {
  it('takes the password and a first code, and gives ten recovery codes', async () => {
    expect(await errorOf(await ask('totp/setup', { password: 'wrong' }))).toMatchObject({
      status: 403,
      field: 'password',
    })
    const by = session()
    const setup = v.parse(totpSetupAnswer, await (await ask('totp/setup', { password }, by)).json())
    expect(setup.qr).toMatch(/^<svg /)
    expect(await errorOf(await ask('totp/confirm', { code: '000000' }, by))).toMatchObject({
      status: 403,
      field: 'code',
    })
    expect((await login({ password })).status).toBe(200)
    secret = setup.secret
    const confirmed = await (await ask('totp/confirm', { code: appCode() }, by)).json()
    expect(v.parse(recoveryCodesAnswer, confirmed).recoveryCodes).toHaveLength(10)
    const view = await platform.send('GET', '/api/portal/totp', undefined, { session: by })
    const text = await view.text()
    expect(v.parse(totpAnswer, JSON.parse(text))).toMatchObject({ isOn: true, recoveryCodesLeft: 10 })
    expect(text).not.toContain(secret)
    expect((await ask('totp/setup', { password })).status).toBe(409)
    expect(actions().slice(0, 2)).toEqual(['totp-turned-on', 'signed-in'])
  })
})

describe('signing in with a second step', () => {
  it('asks for the code after the right password only', async () => {
    setUp()
    expect(await errorOf(await login({ password: 'wrong' }))).toMatchObject({
      status: 401,
      field: 'password',
    })
    expect(await errorOf(await login({ password: 'wrong', code: appCode() }))).toMatchObject({
      status: 401,
      field: 'password',
    })
    const asked = await login({ password })
    expect(asked.headers.get('set-cookie')).toBeNull()
    expect(await errorOf(asked)).toMatchObject({ status: 401, field: 'code' })
    const response = await login({ password, code: appCode() })
    const { token } = v.parse(sessionAnswer, await response.json())
    expect(response.headers.get('set-cookie')).toContain(token)
    expect(actions().slice(0, 4)).toEqual(['signed-in', 'code-asked', 'sign-in-failed', 'sign-in-failed'])
  })

  it('takes a code once, also when it comes twice at the same moment', async () => {
    setUp()
    const code = appCode()
    const statuses = await Promise.all(
      [login({ password, code }), login({ password, code })].map(async (each) => (await each).status),
    )
    expect(statuses.sort()).toEqual([200, 401])
    expect(await errorOf(await login({ password, code }))).toMatchObject({ status: 401, field: 'code' })
  })

  it('takes a recovery code once, and the log says so', async () => {
    const [code = ''] = setUp()
    expect((await login({ password, code })).status).toBe(200)
    expect(actions()[0]).toBe('signed-in-with-recovery-code')
    expect((await login({ password, code })).status).toBe(401)
    expect(actions()[0]).toBe('code-failed')
    expect(JSON.stringify(platform.audit.list())).not.toContain(code)
  })

  it('slows down guessing, however often the password is right in between', async () => {
    setUp()
    for (let failure = 1; failure <= 5; failure++) {
      expect((await login({ password })).status).toBe(401)
      expect((await login({ password, code: '000000' })).status).toBe(401)
    }
    // Neither the password nor the code is looked at: right and wrong get the same answer.
    const answers = await Promise.all(
      [{ password }, { password: 'wrong' }, { password, code: appCode() }].map(async (body) =>
        errorOf(await login(body)),
      ),
    )
    for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 429 })
    platform.clock.advance(1000)
    expect((await login({ password, code: appCode() })).status).toBe(200)
    // Right to its end, it forgets what went wrong before.
    platform.clock.advance(stepMs)
    for (let failure = 1; failure <= 4; failure++) await login({ password, code: '000000' })
    expect((await login({ password, code: appCode() })).status).toBe(200)
  })

  it('is not given by HTTP Basic, which says what to do instead', async () => {
    const basic = () =>
      platform.send('GET', '/api/portal/login', undefined, {
        headers: { authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` },
      })
    expect((await basic()).status).toBe(200)
    setUp()
    expect(await errorOf(await basic())).toMatchObject({
      status: 403,
      message: expect.stringMatching(/Make a token for the script in the settings/),
    })
  })
})

describe('too many wrong codes', () => {
  /** From an address of its own each, so that no wait comes in between. */
  async function guess(times: number, body: object) {
    for (let n = 0; n < times; n++) {
      await login(body, `192.0.2.${n}`)
      platform.clock.advance(60 * 60 * 1000)
    }
  }

  it('close the codes of the app, which is noted and told to the owner once', async () => {
    const [recoveryCode] = setUp()
    await guess(12, { password, code: '000000' })
    expect(await errorOf(await login({ password, code: appCode() }))).toMatchObject({
      status: 403,
      field: 'code',
      message: expect.stringMatching(/closed after 10 wrong ones\. Use a recovery code/),
    })
    expect(platform.asked).toEqual(['codes closed'])
    expect(actions().filter((action) => action === 'codes-closed')).toHaveLength(1)
    expect(actions().filter((action) => action === 'code-failed')).toHaveLength(13)
    // Nothing is said to who has not the password.
    expect((await login({ password: 'wrong', code: appCode() })).status).toBe(401)
    expect((await login({ password, code: recoveryCode })).status).toBe(200)
    expect((await login({ password, code: appCode() })).status).toBe(200)
  })

  it('are none where the password was wrong too: nobody is locked out by a stranger', async () => {
    setUp()
    await guess(12, { password: 'wrong', code: '000000' })
    expect((await login({ password, code: appCode() })).status).toBe(200)
    expect(platform.asked).toEqual([])
  })

  it('close them in the settings too, until the password is changed', async () => {
    setUp()
    await guess(10, { password, code: '000000' })
    const by = session()
    expect((await ask('totp/turn-off', { password, code: appCode() }, by)).status).toBe(403)
    expect((await ask('password', { current: password, password: 'another one' }, by)).status).toBe(200)
    expect((await login({ password: 'another one', code: appCode() })).status).toBe(200)
  })
})

describe('the way back of who lost phone and codes', () => {
  it('is the command line’s own: no device or script has it', async () => {
    setUp()
    const script = platform.sessions.create({ kind: 'cli', device: 'curl', address: '192.0.2.9' })
    for (const by of [session(), script.session])
      expect((await ask('totp/recover/off', {}, by)).status).toBe(403)
    expect(platform.secondStep.isOn()).toBe(true)
    const local = platform.sessions.verify(platform.sessions.createLocal(), 'platform')
    if (!local) throw new Error('The command line has no session.')
    expect((await ask('totp/recover/all', {}, local)).status).toBe(404)
    expect(await (await ask('totp/recover/off', {}, local)).json()).toEqual({ isChanged: true })
    expect(await (await ask('totp/recover/off', {}, local)).json()).toEqual({ isChanged: false })
    expect((await login({ password })).status).toBe(200)
    expect(platform.sessions.find(script.session.id)).toBeUndefined()
    expect(platform.sessions.find(local.id)).toBeDefined()
    expect(platform.audit.list().entries[1]).toMatchObject({
      action: 'totp-turned-off',
      address: 'local',
      device: 'Command line',
    })
  })
})

describe('a token for a script', () => {
  it('takes the password, is shown once, and is in the list by its name', async () => {
    setUp()
    expect((await ask('scripts', { name: 'Backup', password: 'wrong' })).status).toBe(403)
    expect(await errorOf(await ask('scripts', { name: ' ', password }))).toMatchObject({ field: 'name' })
    const response = await ask('scripts', { name: ' Backup ', password })
    expect(response.status).toBe(201)
    const { token } = v.parse(sessionAnswer, await response.json())
    expect(platform.sessions.verify(token, 'platform')).toMatchObject({ kind: 'cli', device: 'Backup' })
    const listed = await platform.send('GET', '/api/portal/sessions', undefined, { session: session() })
    const text = await listed.text()
    expect(v.parse(sessionsAnswer, JSON.parse(text)).scripts).toMatchObject([{ device: 'Backup' }])
    expect(text).not.toContain(token)
    expect(platform.audit.list().entries[0]).toMatchObject({ action: 'script-allowed', detail: 'Backup' })
  })
})

describe('the second step, later', () => {
  it('is turned off with the password and a code, and guesses at either are slowed down', async () => {
    setUp()
    const by = session()
    expect(
      await errorOf(await ask('totp/turn-off', { password: 'wrong', code: appCode() }, by)),
    ).toMatchObject({
      status: 403,
      field: 'password',
    })
    for (let failure = 1; failure <= 4; failure++) {
      expect(await errorOf(await ask('totp/turn-off', { password, code: '000000' }, by))).toMatchObject({
        status: 403,
        field: 'code',
      })
      // The right password alone forgets none of the wrong codes.
      if (failure < 4) expect((await ask('verify-password', { password }, by)).status).toBe(200)
    }
    expect((await ask('totp/turn-off', { password, code: appCode() }, by)).status).toBe(429)
    platform.clock.advance(1000)
    expect((await ask('totp/turn-off', { password, code: appCode() }, by)).status).toBe(200)
    expect((await login({ password })).status).toBe(200)
    expect(actions().filter((action) => action === 'code-failed')).toHaveLength(4)
    expect(actions()).toContain('totp-turned-off')
  })

  it('gets new recovery codes, which end the ones before', async () => {
    const [old = ''] = setUp()
    expect((await ask('totp/recovery-codes', { password, code: '000000' })).status).toBe(403)
    const response = await ask('totp/recovery-codes', { password, code: appCode() })
    const [fresh = ''] = v.parse(recoveryCodesAnswer, await response.json()).recoveryCodes
    expect((await login({ password, code: old })).status).toBe(401)
    expect((await login({ password, code: fresh })).status).toBe(200)
    expect(actions()).toContain('recovery-codes-renewed')
  })
})
