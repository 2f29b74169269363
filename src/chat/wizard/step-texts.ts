import type { OnboardStep } from '../../protocol/onboard.ts'

/** What the wizard's steps are called, there and in the settings. */
export const stepTexts = {
  welcome: 'Welcome',
  portal: 'Name and password',
  provider: 'Provider',
  auth: 'Sign-in',
  model: 'Model',
  handle: 'Address',
  voice: 'Voice',
  done: 'Done',
} satisfies Record<OnboardStep, string>
