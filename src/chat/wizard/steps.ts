import { type OnboardStep, onboardSteps } from '../../protocol/onboard.ts'
import type { ProviderModelsAnswer, ProviderName } from '../../protocol/settings.ts'

/** What only a real provider has to be asked. */
const ofProvider: readonly OnboardStep[] = ['auth', 'model']

/** The step after this one; `done` is its own. */
export function stepAfter(step: OnboardStep, provider: ProviderName): OnboardStep {
  return stepsOf(provider)[numberOf(step, provider) + 1] ?? 'done'
}

/** The step before this one; undefined before the first. */
export function stepBefore(step: OnboardStep, provider: ProviderName): OnboardStep | undefined {
  return stepsOf(provider)[numberOf(step, provider) - 1]
}

/** From 1. */
export function placeOf(step: OnboardStep): number {
  return onboardSteps.indexOf(step) + 1
}

/** Where to go on: a step that asks a provider needs one. */
export function stepToResume(step: OnboardStep, provider: ProviderName): OnboardStep {
  return provider === 'demo' && ofProvider.includes(step) ? 'provider' : step
}

/** The first of a server's models that can do the work: Ollama names those that cannot use tools. Empty without one. */
export function defaultModel({ models }: ProviderModelsAnswer, provider: ProviderName): string {
  const able = provider === 'ollama' ? models.find(({ name }) => name === undefined) : undefined
  return (able ?? models[0])?.id ?? ''
}

function stepsOf(provider: ProviderName): OnboardStep[] {
  return onboardSteps.filter((step) => provider !== 'demo' || !ofProvider.includes(step))
}

function numberOf(step: OnboardStep, provider: ProviderName): number {
  return stepsOf(provider).indexOf(stepToResume(step, provider))
}
