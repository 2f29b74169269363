import { createContext, useContext } from 'react'
import type { OnboardStep } from '../../protocol/onboard.ts'
import type { ProviderName } from '../../protocol/settings.ts'
import type { ProviderFormControl } from '../settings/use-provider-form.ts'

/** What every step can do. */
export interface WizardContext {
  step: OnboardStep
  /** Opened in the settings, by an owner who has been through it. */
  isAgain: boolean
  /** To the next step. */
  next(): void
  go(step: OnboardStep): void
}

/** What a step can do once there is an owner. */
export interface OwnerContext {
  control: ProviderFormControl
  /** Goes on with this provider, which is not chosen before it has answered. */
  chooseProvider(provider: ProviderName): void
  /** To the chat, with a text in its composer. */
  finish(text?: string): void
  isFinishing: boolean
  /** What whoever thinks for Bloby now can answer at once. */
  firstMessage: string | undefined
}

const Wizard = createContext<WizardContext | null>(null)
const Owner = createContext<OwnerContext | null>(null)
export const WizardProvider = Wizard.Provider
export const OwnerProvider = Owner.Provider

export function useWizard(): WizardContext {
  const wizard = useContext(Wizard)
  if (!wizard) throw new Error('useWizard needs a WizardProvider above it.')
  return wizard
}

/** Undefined while nobody owns the installation. */
export function useOwnerMaybe(): OwnerContext | null {
  return useContext(Owner)
}

export function useOwner(): OwnerContext {
  const owner = useContext(Owner)
  if (!owner) throw new Error('useOwner needs an OwnerProvider above it.')
  return owner
}
