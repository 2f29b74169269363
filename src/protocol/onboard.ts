import * as v from 'valibot'
import { providers } from './settings.ts'

/** The wizard's steps, in order. Until `portal` nobody owns the installation. */
export const onboardSteps = [
  'welcome',
  'portal',
  'provider',
  'auth',
  'model',
  'handle',
  'voice',
  'done',
] as const
export type OnboardStep = (typeof onboardSteps)[number]

/** `GET /api/onboard`: where the owner is in the wizard, on any device. */
export const onboardAnswer = v.object({
  step: v.picklist(onboardSteps),
  isDone: v.boolean(),
  /** Chosen in the wizard, and in the settings only once it answers. */
  provider: v.optional(v.picklist(providers)),
  /** Steps whose answer is not there yet. */
  missing: v.array(v.picklist(onboardSteps)),
})
export type OnboardAnswer = v.InferOutput<typeof onboardAnswer>

/** `PUT /api/onboard`: what is given is changed. */
export const onboardBody = v.strictObject({
  step: v.optional(v.picklist(onboardSteps, `must be one of ${onboardSteps.join(', ')}`)),
  isDone: v.optional(v.boolean()),
  provider: v.optional(v.picklist(providers, `must be one of ${providers.join(', ')}`)),
})
export type OnboardBody = v.InferOutput<typeof onboardBody>
