import * as v from 'valibot'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  passkeyInfo,
  passkeyLoginAnswer,
  passkeySetupAnswer,
  passkeysAnswer,
} from '../../protocol/accounts.ts'
import { errorBody, sessionAnswer } from '../../protocol/api.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { createSoftwareAuthenticator } from '../accounts/software-authenticator.test-kit.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

const password = 'correct horse battery'
// Made once: it takes its time, as does every check of a password.
const passwordHash = await hashPassword(password)
vi.setConfig({ testTimeout: 60_000 })
afterAll(() => vi.resetConfig())
const here = { origin: 'http://localhost:3000', rpId: 'localhost' }

let platform: ReturnType<typeof createFakePlatform>
let session: ReturnType<typeof platform.signIn>['session']
let authenticator: ReturnType<typeof createSoftwareAuthenticator>
beforeEach(() => {
  platform = createFakePlatform()
  platform.settings.set('passwordHash', passwordHash)
  session = platform.signIn().session
  authenticator = createSoftwareAuthenticator()
})
afterEach(() => platform.close())

const ask = (method: string, path: string, body?: object) =>
  platform.send(method, `/api/portal/${path}`, body, { session })
const login = (body: object, address = '192.0.2.1') =>
  platform.send('POST', '/api/portal/passkey-login', body, { address })
const actions = () => platform.audit.list().entries.map(({ action, detail }) => [action, detail])

async function errorOf(response: Response) {
  return { status: response.status, ...v.parse(errorBody, await response.json()).error }
}

async function creation() {
  const response = await ask('POST', 'passkeys/options', { password })
  const { challenge } = v.parse(passkeySetupAnswer, await response.json()).options
  return { ...here, challenge }
}

async function add(): Promise<string> {
  const response = await ask('POST', 'passkeys', {
    name: 'Phone',
    answer: authenticator.create(await creation()),
  })
  expect(response.status).toBe(201)
  return v.parse(passkeyInfo, await response.json()).id
}

async function request() {
  const response = await platform.send('POST', '/api/portal/passkey-login/options', {})
  const { options } = v.parse(passkeyLoginAnswer, await response.json())
  return options && { ...here, challenge: options.challenge }
}

async function signed() {
  const ceremony = await request()
  if (!ceremony) throw new Error('There is no passkey to sign in with.')
  return authenticator.get(ceremony)
}

describe('a passkey', () => {
  it('is added after the password, listed with its host, and signs in without another step', async () => {
    expect(await request()).toBeNull()
    expect(await errorOf(await ask('POST', 'passkeys/options', { password: 'wrong' }))).toMatchObject({
      status: 403,
      field: 'password',
    })
    const id = await add()
    const listed = await (await ask('GET', 'passkeys')).json()
    expect(v.parse(passkeysAnswer, listed)).toMatchObject({
      host: 'localhost',
      passkeys: [{ id, name: 'Phone', host: 'localhost', lastUsedAt: null }],
    })
    expect(JSON.stringify(listed)).not.toContain('publicKey')
    // As it would be with the second step on: a passkey is two steps already.
    platform.settings.set('totp', { since: 0, lastStep: 0 })
    const response = await login({ answer: await signed() })
    const { token } = v.parse(sessionAnswer, await response.json())
    expect(response.headers.get('set-cookie')).toContain(token)
    expect(platform.sessions.verify(token, 'platform')?.kind).toBe('device')
    expect(actions().slice(0, 2)).toEqual([
      ['signed-in-with-passkey', 'Phone (localhost)'],
      ['passkey-added', 'Phone (localhost)'],
    ])
  })

  it('can be renamed, and is removed with the password', async () => {
    const id = await add()
    expect((await ask('PATCH', `passkeys/${id}`, { name: 'Old phone' })).status).toBe(200)
    expect((await ask('POST', `passkeys/${id}/remove`, { password: 'wrong' })).status).toBe(403)
    const answer = await signed()
    expect((await ask('POST', `passkeys/${id}/remove`, { password })).status).toBe(200)
    expect(await errorOf(await login({ answer }))).toMatchObject({ status: 401, field: 'passkey' })
    expect((await ask('POST', `passkeys/${id}/remove`, { password })).status).toBe(404)
    expect((await ask('PATCH', `passkeys/${id}`, { name: 'x' })).status).toBe(404)
    expect(actions().map(([action]) => action)).toEqual(
      expect.arrayContaining(['passkey-renamed', 'passkey-removed', 'passkey-failed']),
    )
  })

  it('is none at an IP address, and says so', async () => {
    const context = { address: '192.0.2.1', isHttps: false, session }
    const send = (path: string, body: object) =>
      platform.api.fetch(
        new Request(`http://127.0.0.1:3000/api/portal/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
        context,
      )
    await add()
    expect(await errorOf(await send('passkeys/options', { password }))).toMatchObject({
      status: 400,
      message: expect.stringMatching(/^A passkey belongs to a name/),
    })
    expect(await (await send('passkey-login/options', {})).json()).toEqual({ options: null })
    expect((await send('passkey-login', { answer: await signed() })).status).toBe(400)
  })
})

describe('signing in with a passkey', () => {
  it('takes an answer once, and none from elsewhere', async () => {
    await add()
    const answer = await signed()
    expect((await login({ answer })).status).toBe(200)
    expect((await login({ answer })).status).toBe(401)
    for (const lie of [
      { origin: 'http://localhost:4000' },
      { rpId: 'evil.example' },
      { isUserVerified: false },
    ]) {
      const ceremony = await request()
      const lied = authenticator.get({ ...here, challenge: ceremony?.challenge ?? '', ...lie })
      expect(await errorOf(await login({ answer: lied }, '192.0.2.7'))).toMatchObject({ status: 401 })
    }
    expect(platform.sessions.list().filter(({ kind }) => kind === 'device')).toHaveLength(2)
  })

  it('is slowed down by its own failures, and not by guesses at the password', async () => {
    await add()
    for (let failure = 1; failure <= 6; failure++)
      await platform.send('POST', '/api/portal/login', { password: 'wrong' })
    expect((await login({ answer: await signed() })).status).toBe(200)
    const stranger = createSoftwareAuthenticator()
    for (let failure = 1; failure <= 5; failure++)
      expect((await login({ answer: stranger.get({ ...here, challenge: 'AAAA' }) })).status).toBe(401)
    const blocked = await login({ answer: await signed() })
    expect(blocked.status).toBe(429)
    expect(blocked.headers.get('retry-after')).toBe('1')
  })

  it('refuses what is no answer of a browser, with the field', async () => {
    expect((await login({})).status).toBe(400)
    expect(
      await errorOf(await login({ answer: { ...(await add().then(signed)), id: '../..' } })),
    ).toMatchObject({
      status: 400,
      field: 'answer.id',
    })
  })
})
