import { createStore, type StoreApi } from 'zustand/vanilla'
import { onboardStatus, validateAnswer } from '../../protocol/api.ts'
import type { OnboardStep } from '../../protocol/onboard.ts'
import type { Api } from '../api/api-client.ts'
import { ApiError } from '../api/api-error.ts'

export type AccountState =
  | { kind: 'starting' }
  /** The platform does not answer; it is asked again by itself. */
  | { kind: 'unreachable' }
  | { kind: 'claim' }
  /** `wasSignedIn`: the session ended while the page was open. */
  | { kind: 'login'; wasSignedIn: boolean }
  /** `wizard`: in place of the chat; `first` until a new owner is through it, else the step that was opened in the settings. */
  | { kind: 'signed-in'; wizard?: 'first' | OnboardStep }

export interface Account {
  readonly store: StoreApi<AccountState>
  /** Finds out which screen to show. */
  start(): Promise<void>
  /** Makes the owner's account. Throws an `ApiError`. */
  claim(answers: { code: string; password: string; name: string }): Promise<void>
  /** With a password, perhaps a code, or with the answer of a passkey. Throws an `ApiError`; 429 is too many tries. */
  login(body: object): Promise<void>
  logout(): Promise<void>
  /** Opens the wizard of who is signed in at a step, or closes it. */
  showWizard(step: OnboardStep | null): void
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

  /** Who a good session shows in; undefined without one. */
  async function ownerState(): Promise<AccountState | undefined> {
    try {
      const answer = await api.get('/api/portal/validate-token', validateAnswer, { mayBeUnauthorized: true })
      if (!answer.isValid) return undefined
      return answer.isOnboarded ? { kind: 'signed-in' } : { kind: 'signed-in', wizard: 'first' }
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return undefined
      throw error
    }
  }

  return {
    store,
    async start() {
      try {
        // Both at once: on a slow network, each answer takes as long as all else.
        const [{ claimed }, owner] = await Promise.all([
          api.get('/api/onboard/status', onboardStatus),
          ownerState(),
        ])
        enter(claimed ? (owner ?? { kind: 'login', wasSignedIn: false }) : { kind: 'claim' })
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
      enter({ kind: 'signed-in', wizard: 'first' })
    },
    async login(body) {
      const way = 'answer' in body ? 'passkey-login' : 'login'
      await api.post(`/api/portal/${way}`, body, { mayBeUnauthorized: true })
      enter((await ownerState()) ?? { kind: 'login', wasSignedIn: false })
    },
    async logout() {
      await api.post('/api/portal/logout', {}, { mayBeUnauthorized: true })
      enter({ kind: 'login', wasSignedIn: false })
    },
    showWizard(step) {
      if (store.getState().kind === 'signed-in') enter({ kind: 'signed-in', ...(step && { wizard: step }) })
    },
    expire() {
      if (store.getState().kind === 'signed-in') enter({ kind: 'login', wasSignedIn: true })
    },
    async isSignedOut() {
      try {
        return (await ownerState()) === undefined
      } catch {
        // No answer says nothing about the session.
        return false
      }
    },
  }
}
