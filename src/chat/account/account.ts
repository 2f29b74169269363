import { createStore, type StoreApi } from 'zustand/vanilla'
import { onboardStatus, validateAnswer } from '../../protocol/api.ts'
import type { Api } from '../api/api-client.ts'
import { ApiError } from '../api/api-error.ts'

export type AccountState =
  | { kind: 'starting' }
  /** The platform does not answer; it is asked again by itself. */
  | { kind: 'unreachable' }
  | { kind: 'claim' }
  /** `wasSignedIn`: the session ended while the page was open. */
  | { kind: 'login'; wasSignedIn: boolean }
  | { kind: 'signed-in' }

export interface Account {
  readonly store: StoreApi<AccountState>
  /** Finds out which screen to show. */
  start(): Promise<void>
  /** Makes the owner's account. Throws an `ApiError`. */
  claim(answers: { code: string; password: string; name: string }): Promise<void>
  /** Throws an `ApiError`; 401 is a wrong password, 429 too many tries. */
  login(password: string): Promise<void>
  logout(): Promise<void>
  /** The session is gone. */
  expire(): void
  /** Asks the platform; false when it does not answer. Never throws. */
  isSignedOut(): Promise<boolean>
}

/** Who is in front of the page: someone to claim a new installation, someone to log in, or the owner. */
export function createAccount(deps: {
  api: Api
  onState: (state: AccountState, before: AccountState) => void
}): Account {
  const { api } = deps
  const store = createStore<AccountState>(() => ({ kind: 'starting' }))

  function enter(state: AccountState) {
    const before = store.getState()
    store.setState(state, true)
    deps.onState(state, before)
  }

  async function isSessionGood(): Promise<boolean> {
    try {
      const answer = await api.get('/api/portal/validate-token', validateAnswer, { mayBeUnauthorized: true })
      return answer.isValid
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return false
      throw error
    }
  }

  return {
    store,
    async start() {
      try {
        const { claimed } = await api.get('/api/onboard/status', onboardStatus)
        if (!claimed) enter({ kind: 'claim' })
        else if (await isSessionGood()) enter({ kind: 'signed-in' })
        else enter({ kind: 'login', wasSignedIn: false })
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        enter({ kind: 'unreachable' })
      }
    },
    async claim({ code, password, name }) {
      const ownName = name.trim()
      await api.post(
        '/api/portal/claim',
        { code: code.trim(), password, ...(ownName !== '' && { name: ownName }) },
        { mayBeUnauthorized: true },
      )
      enter({ kind: 'signed-in' })
    },
    async login(password) {
      await api.post('/api/portal/login', { password }, { mayBeUnauthorized: true })
      enter({ kind: 'signed-in' })
    },
    async logout() {
      await api.post('/api/portal/logout', {}, { mayBeUnauthorized: true })
      enter({ kind: 'login', wasSignedIn: false })
    },
    expire() {
      if (store.getState().kind === 'signed-in') enter({ kind: 'login', wasSignedIn: true })
    },
    async isSignedOut() {
      try {
        return !(await isSessionGood())
      } catch {
        // No answer says nothing about the session.
        return false
      }
    },
  }
}
