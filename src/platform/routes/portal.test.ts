import * as v from 'valibot'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorBody, sessionAnswer, sessionsAnswer, ticketAnswer, validateAnswer } from '../../protocol/api.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

// Each check of a password takes its time, and more on a busy computer.
vi.setConfig({ testTimeout: 60_000 })
afterAll(() => vi.resetConfig())

const password = 'correct horse battery'

let platform: ReturnType<typeof createFakePlatform>
beforeEach(() => {
  platform = createFakePlatform()
})
afterEach(() => platform.close())

const claim = (more: object = {}, isHttps = false) =>
  platform.send(
    'POST',
    '/api/portal/claim',
    { code: platform.owner.openSetupCode() ?? 'gone', password, ...more },
    { isHttps },
  )
const login = (secret: string, address = '192.0.2.1') =>
  platform.send('POST', '/api/portal/login', { password: secret }, { address })
const basic = (credentials?: string) =>
  platform.send('GET', '/api/portal/login', undefined, {
    ...(credentials !== undefined && {
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'user-agent': 'curl/8.5.0',
      },
    }),
  })
const actions = () => platform.audit.list().entries.map(({ action }) => action)

async function errorOf(response: Response) {
  return { status: response.status, ...v.parse(errorBody, await response.json()).error }
}

describe('claiming', () => {
  it('makes an owner, signs the device in and works once', async () => {
    const response = await claim({ name: ' Ada ' })
    expect(response.status).toBe(200)
    const { token, expiresAt } = v.parse(sessionAnswer, await response.json())
    expect(expiresAt).toBe(platform.clock.now() + 7 * 24 * 60 * 60 * 1000)
    expect(response.headers.get('set-cookie')).toMatch(`bloby_session=${token}; `)
    expect(platform.sessions.verify(token, 'platform')?.kind).toBe('device')
    expect(platform.settings.get('ownerName')).toBe('Ada')
    expect(actions()).toEqual(['claimed'])
    expect(await (await platform.send('GET', '/api/onboard/status')).json()).toEqual({ claimed: true })
    expect(await errorOf(await claim())).toEqual({
      status: 409,
      code: 'conflict',
      message: 'This Bloby already has an owner. Sign in instead.',
    })
  })

  it('leaves nothing behind for a wrong code or a short password', async () => {
    expect(await errorOf(await claim({ code: 'wrong' }))).toMatchObject({
      status: 401,
      field: 'code',
      message: expect.stringMatching(/^This setup code is not right/),
    })
    expect(await errorOf(await claim({ password: 'short' }))).toMatchObject({
      status: 400,
      field: 'password',
    })
    expect(platform.owner.isClaimed()).toBe(false)
    expect(platform.sessions.list()).toEqual([])
    expect(actions()).toEqual(['claim-failed'])
  })

  it('gives a cookie for this host alone on https', async () => {
    expect((await claim({}, true)).headers.get('set-cookie')).toMatch(/^__Host-bloby_session=.*; Secure/)
  })
})

describe('signing in', () => {
  it('with the password gives a session and a cookie', async () => {
    await claim()
    const response = await login(password)
    const { token } = v.parse(sessionAnswer, await response.json())
    expect(response.headers.get('set-cookie')).toContain(token)
    expect(platform.sessions.verify(token, 'platform')?.kind).toBe('device')
  })

  it('with a wrong password, or before there is one, gives neither', async () => {
    const before = await login(password)
    await claim()
    const wrong = await login('wrong')
    for (const response of [before, wrong]) {
      expect(response.headers.get('set-cookie')).toBeNull()
      expect(response.headers.get('www-authenticate')).toBeNull()
      expect(await errorOf(response)).toMatchObject({ status: 401, message: 'This password is not right.' })
    }
    expect(actions()).toEqual(['sign-in-failed', 'claimed', 'sign-in-failed'])
  })

  it('is slowed down after five failures, before anything is computed', async () => {
    await claim()
    for (let failure = 1; failure <= 5; failure++) expect((await login('wrong')).status).toBe(401)
    const notYet = new Promise<'computing'>((resolve) =>
      setImmediate(() => setImmediate(resolve, 'computing')),
    )
    const blocked = await Promise.race([login(password), notYet])
    if (blocked === 'computing') throw new Error('It took as long as a password check.')
    expect(await errorOf(blocked)).toMatchObject({ status: 429, code: 'rate-limited' })
    expect(blocked.headers.get('retry-after')).toBe('1')
    expect((await login(password, '192.0.2.2')).status).toBe(200)
    platform.clock.advance(1000)
    expect((await login(password)).status).toBe(200)
  })

  it('is not slowed down by strangers on a device that was signed in once, whose own failures count', async () => {
    const deviceOf = (response: Response) =>
      response.headers.getSetCookie().find((cookie) => cookie.startsWith('bloby_device=')) ?? ''
    const device = deviceOf(await claim()).split(';')[0] ?? ''
    const known = (secret: string, cookie = device) =>
      platform.send(
        'POST',
        '/api/portal/login',
        { password: secret },
        {
          headers: { 'content-type': 'application/json', cookie },
          body: JSON.stringify({ password: secret }),
        },
      )
    for (let address = 1; address <= 20; address++) await login('wrong', `192.0.2.${address}`)
    expect((await login(password, '198.51.100.1')).status).toBe(429)
    expect((await known(password, `bloby_device=${'A'.repeat(43)}`)).status).toBe(429)
    const again = await known(password)
    expect(again.status).toBe(200)
    expect(deviceOf(again).split(';')[0]).toBe(device)
    for (let failure = 1; failure <= 5; failure++) expect((await known('wrong')).status).toBe(401)
    expect((await known(password)).status).toBe(429)
  })

  it('works for scripts by HTTP Basic with any user name, without a cookie', async () => {
    await claim()
    const response = await basic(`anyone:${password}`)
    const { token } = v.parse(sessionAnswer, await response.json())
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(platform.sessions.verify(token, 'platform')).toMatchObject({ kind: 'cli', device: 'curl' })
  })

  it('by HTTP Basic asks for credentials only when none were given', async () => {
    await claim()
    const missing = await basic()
    expect(missing.status).toBe(401)
    expect(missing.headers.get('www-authenticate')).toMatch(/^Basic realm="Bloby"/)
    const wrong = await basic('anyone:wrong')
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('www-authenticate')).toBeNull()
  })
})

describe('a signed-in device', () => {
  it('can ask who it is', async () => {
    await claim({ name: 'Ada' })
    const { session } = platform.signIn()
    for (const method of ['GET', 'POST']) {
      const response = await platform.send(method, '/api/portal/validate-token', undefined, { session })
      expect(v.parse(validateAnswer, await response.json())).toEqual({
        isValid: true,
        expiresAt: session.expiresAt,
        isOnboarded: false,
        name: 'Ada',
      })
    }
  })

  it('signs out', async () => {
    const { token, session } = platform.signIn()
    const response = await platform.send('POST', '/api/portal/logout', {}, { session })
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toMatch(/^bloby_session=; Max-Age=0; /)
    expect(platform.sessions.verify(token, 'platform')).toBeUndefined()
  })

  it('gets a ticket for the app’s frame that leads back to it', async () => {
    const { session } = platform.signIn()
    const response = await platform.send('POST', '/api/portal/app-ticket', {}, { session })
    const { url } = v.parse(ticketAnswer, await response.json())
    const ticket = new URL(url).searchParams.get('ticket') ?? ''
    expect(platform.tickets.redeem(ticket)).toBe(session.id)
  })

  it('sees devices and scripts apart, and can revoke each', async () => {
    const mine = platform.signIn()
    const other = platform.signIn()
    const app = platform.sessions.create({ ...other.session, kind: 'app', parentId: other.session.id })
    const script = platform.sessions.create({ kind: 'cli', device: 'curl', address: '192.0.2.9' })
    const list = async () => {
      const response = await platform.send('GET', '/api/portal/sessions', undefined, {
        session: mine.session,
      })
      const text = await response.text()
      for (const { token } of [mine, other, app, script]) expect(text).not.toContain(token)
      return v.parse(sessionsAnswer, JSON.parse(text))
    }
    const revoke = (id: string) =>
      platform.send('DELETE', `/api/portal/sessions/${id}`, undefined, { session: mine.session })

    const { sessions, scripts } = await list()
    expect(sessions.map(({ id, isCurrent }) => [id, isCurrent]).sort()).toEqual(
      [
        [mine.session.id, true],
        [other.session.id, false],
      ].sort(),
    )
    expect(scripts.map(({ id }) => id)).toEqual([script.session.id])
    expect((await revoke(app.session.id)).status).toBe(404)
    expect((await revoke(other.session.id)).status).toBe(200)
    expect((await revoke(other.session.id)).status).toBe(404)
    expect(platform.sessions.verify(app.token, 'app')).toBeUndefined()
    expect((await list()).sessions).toHaveLength(1)
    expect((await revoke(mine.session.id)).headers.get('set-cookie')).toMatch(/Max-Age=0/)
  })
})

describe('signing out all others', () => {
  it('leaves this device and the command line of the computer', async () => {
    const mine = platform.signIn()
    const other = platform.signIn()
    const script = platform.sessions.create({ kind: 'cli', device: 'curl', address: '192.0.2.9' })
    const local = platform.sessions.createLocal()
    const list = () => platform.send('GET', '/api/portal/sessions', undefined, { session: mine.session })
    expect(await (await list()).text()).not.toContain('Command line')
    const path = '/api/portal/sessions'
    expect((await platform.send('DELETE', path, undefined, { session: mine.session })).status).toBe(200)
    for (const { token } of [other, script])
      expect(platform.sessions.verify(token, 'platform')).toBeUndefined()
    for (const token of [mine.token, local]) expect(platform.sessions.verify(token, 'platform')).toBeDefined()
    expect(v.parse(sessionsAnswer, await (await list()).json())).toMatchObject({
      sessions: [{ isCurrent: true, hasPush: false }],
      scripts: [],
    })
    expect(actions()[0]).toBe('others-signed-out')
  })
})

describe('the password', () => {
  const ask = (path: string, body: object, session = platform.signIn().session) =>
    platform.send('POST', `/api/portal/${path}`, body, { session })

  it('can be asked for again; a wrong one is not taken for being signed out, and counts', async () => {
    await claim()
    const { session } = platform.signIn()
    expect(await (await ask('verify-password', { password }, session)).json()).toEqual({ isValid: true })
    for (let failure = 1; failure <= 5; failure++)
      expect(await errorOf(await ask('verify-password', { password: 'wrong' }, session))).toMatchObject({
        status: 403,
      })
    expect((await ask('verify-password', { password }, session)).status).toBe(429)
    // Nobody else is kept waiting for it, nor the owner's settings by a stranger's guesses.
    expect((await login(password)).status).toBe(200)
  })

  it('can be changed by who knows it, which signs everyone else out', async () => {
    await claim()
    const elsewhere = platform.signIn()
    expect(
      await errorOf(await ask('password', { current: 'wrong', password: 'a new password' })),
    ).toMatchObject({ status: 403, field: 'current' })
    expect(platform.sessions.find(elsewhere.session.id)).toBeDefined()
    expect((await ask('password', { current: password, password: 'a new password' })).status).toBe(200)
    expect(platform.sessions.find(elsewhere.session.id)).toBeUndefined()
    expect(platform.sessions.list()).toHaveLength(1)
    expect((await login(password)).status).toBe(401)
    expect((await login('a new password')).status).toBe(200)
  })
})
