import { describe, expect, it } from 'vitest'
import { createApi } from '../api/api-client.ts'
import { ApiError } from '../api/api-error.ts'
import { createAccount } from './account.ts'
import { takeSetupCode } from './setup-code.ts'

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> }

function setUp(answers: Record<string, Answer | 'no network'>) {
  const requests: { path: string; body: unknown }[] = []
  const states: string[] = []
  let unauthorized = 0
  const api = createApi({
    fetch: async (path, init) => {
      requests.push({ path: String(path), body: init?.body ? JSON.parse(String(init.body)) : undefined })
      const answer = answers[String(path)]
      if (answer === undefined || answer === 'no network') throw new TypeError('Failed to fetch')
      return Response.json(answer.body ?? {}, { status: answer.status ?? 200, headers: answer.headers ?? {} })
    },
    onUnauthorized: () => {
      unauthorized += 1
    },
  })
  const account = createAccount({ api, onState: (state) => states.push(state.kind) })
  return { api, account, requests, states, unauthorized: () => unauthorized }
}

const claimed = { '/api/onboard/status': { body: { claimed: true } } }
const session = (isValid: boolean, isOnboarded = true) => ({
  '/api/portal/validate-token': { body: { isValid, name: '', isOnboarded } },
})

describe('account', () => {
  it('asks for the setup code while nobody owns the installation', async () => {
    const { account, states } = setUp({
      '/api/onboard/status': { body: { claimed: false } },
      '/api/portal/validate-token': { status: 401 },
    })
    await account.start()
    expect(states).toEqual(['claim'])
  })

  it('asks for the password without a session, and goes straight in with one', async () => {
    const out = setUp({ ...claimed, ...session(false) })
    await out.account.start()
    expect(out.states).toEqual(['login'])
    const refused = setUp({ ...claimed, '/api/portal/validate-token': { status: 401 } })
    await refused.account.start()
    expect(refused.states).toEqual(['login'])
    const inside = setUp({ ...claimed, ...session(true) })
    await inside.account.start()
    expect(inside.states).toEqual(['signed-in'])
  })

  it('says that the platform cannot be reached', async () => {
    const { account, states } = setUp({ '/api/onboard/status': 'no network' })
    await account.start()
    expect(states).toEqual(['unreachable'])
    expect(await account.isSignedOut()).toBe(false)
  })

  it('claims with a trimmed code and leaves an empty name out', async () => {
    const { account, requests, states } = setUp({ '/api/portal/claim': {} })
    await account.claim({ code: ' abc ', password: 'long enough', name: '  ' })
    expect(requests[0]?.body).toEqual({ code: 'abc', password: 'long enough' })
    expect(states).toEqual(['signed-in'])
  })

  it('leads a new owner through the wizard first, after the claim, a reload and a login', async () => {
    const first = { kind: 'signed-in', wizard: 'first' }
    const { account } = setUp({ ...claimed, ...session(true, false), '/api/portal/login': {} })
    await account.start()
    expect(account.store.getState()).toEqual(first)
    account.showWizard(null)
    expect(account.store.getState()).toEqual({ kind: 'signed-in' })
    account.showWizard('voice')
    expect(account.store.getState()).toEqual({ kind: 'signed-in', wizard: 'voice' })
    account.expire()
    account.showWizard('voice')
    expect(account.store.getState().kind).toBe('login')
    await account.login({ password: 'right' })
    expect(account.store.getState()).toEqual(first)
    const claiming = setUp({ '/api/portal/claim': {} })
    await claiming.account.claim({ code: 'abc', password: 'long enough', name: '' })
    expect(claiming.account.store.getState()).toEqual(first)
  })

  it('passes on why a login failed and how long to wait, without signing anyone out', async () => {
    const { account, states, unauthorized } = setUp({
      '/api/portal/login': {
        status: 429,
        headers: { 'retry-after': '30' },
        body: { error: { code: 'rate-limited', message: 'Too many tries.' } },
      },
    })
    const error = await account.login({ password: 'wrong' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      status: 429,
      code: 'rate-limited',
      message: 'Too many tries.',
      retryAfterSeconds: 30,
    })
    expect(states).toEqual([])
    expect(unauthorized()).toBe(0)
  })

  it('shows the login once the session has ended', async () => {
    const { account, api, unauthorized } = setUp({ ...claimed, ...session(true), '/api/x': { status: 401 } })
    await account.start()
    await api.post('/api/x').catch(() => {})
    expect(unauthorized()).toBe(1)
    account.expire()
    expect(account.store.getState()).toEqual({ kind: 'login', wasSignedIn: true })
  })
})

describe('takeSetupCode', () => {
  it('takes the code out of the address', () => {
    const replaced: unknown[] = []
    const history = { state: null, replaceState: (...change: unknown[]) => void replaced.push(change[2]) }
    const location = { pathname: '/bloby/', search: '?a=1', hash: '#setup=AbC_-9' }
    expect(takeSetupCode({ location, history })).toBe('AbC_-9')
    expect(replaced).toEqual(['/bloby/?a=1'])
    expect(takeSetupCode({ location: { ...location, hash: '#other' }, history })).toBeUndefined()
    expect(replaced).toHaveLength(1)
  })
})
