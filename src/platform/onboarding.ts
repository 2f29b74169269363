import type { OnboardAnswer, OnboardBody, OnboardStep } from '../protocol/onboard.ts'
import type { ApiDeps } from './api-deps.ts'
import { providerServer } from './provider-settings.ts'
import { voiceServer } from './voice/voice-server.ts'

/** What is kept of the wizard; an installation that was claimed before there was one has nothing, and counts as done. */
export type OnboardingState = Pick<OnboardAnswer, 'step' | 'isDone' | 'provider'>

/** Where a new owner begins: the claim itself is done. */
export const afterClaim: OnboardingState = { step: 'provider', isDone: false }

type Deps = Pick<ApiDeps, 'settings' | 'secrets' | 'claudeLogin'>

export function isOnboarded({ settings }: Pick<Deps, 'settings'>): boolean {
  return settings.get('onboarding')?.isDone ?? true
}

/** Where the wizard is, and what it would still ask. */
export async function readOnboarding(deps: Deps): Promise<OnboardAnswer> {
  const state = deps.settings.get('onboarding') ?? { step: 'welcome', isDone: true }
  const missing = await missingOfProvider(deps)
  if (voiceServer(deps).apiKey === undefined) missing.push('voice')
  return { ...state, missing }
}

export function changeOnboarding({ settings }: Pick<Deps, 'settings'>, change: OnboardBody): void {
  const { step, isDone, provider } = change
  const before = settings.get('onboarding') ?? { step: 'welcome', isDone: true }
  settings.set('onboarding', {
    ...before,
    ...(step !== undefined && { step }),
    ...(isDone !== undefined && { isDone }),
    ...(provider !== undefined && { provider }),
  })
}

async function missingOfProvider(deps: Deps): Promise<OnboardStep[]> {
  const { settings, secrets, claudeLogin } = deps
  const provider = settings.get('provider') ?? 'demo'
  if (provider === 'demo') return ['provider']
  const { model, apiKey } = providerServer({ settings, secrets }, { provider })
  if (provider !== 'anthropic') return model === '' ? ['model'] : []
  const isKnown =
    settings.get('anthropicAuth') === 'login'
      ? (await claudeLogin.status()).status === 'signed-in'
      : apiKey !== undefined
  return isKnown ? [] : ['auth']
}
