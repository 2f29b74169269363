import type { SystemAnswer } from '../protocol/api.ts'
import type { AppContext } from '../protocol/frames.ts'
import { shellTexts } from './shell-texts.ts'

export interface Facts {
  system: SystemAnswer
  ownerName: string
  /** Devices that are signed in. */
  devices: number
  hasConversation: boolean
  isWorking: boolean
  /** Bloby does not answer. */
  isAway: boolean
  theme: AppContext['theme']
  /** The address of this page, `location.origin`. */
  origin: string
}

/** What a setup step does when it is pressed. */
export type StepAction = { compose: string } | { show: 'phone' | 'provider' }

interface Step {
  id: string
  title: string
  isDone: boolean
  /** The words of its button, and what that does. */
  action?: { label: string; does: StepAction }
}

/** What the app is told; steps that are done have no button. */
export function appContextOf(facts: Facts): AppContext {
  const { system } = facts
  return {
    ownerName: facts.ownerName,
    theme: facts.theme,
    agent: {
      isWorking: facts.isWorking,
      isAway: facts.isAway,
      provider: system.provider,
      changes: system.changes,
    },
    machine: {
      address: addressOf(facts),
      startedAt: system.startedAt,
      devices: facts.devices,
      disk: system.disk,
    },
    steps: setupSteps(facts).map(({ id, title, isDone, action }) => ({
      id,
      title,
      isDone,
      ...(action && !isDone && { action: action.label }),
    })),
  }
}

/** The action of a step by its id; undefined for an id that is not ours. */
export function stepAction(facts: Facts, id: string): StepAction | undefined {
  return setupSteps(facts).find((step) => step.id === id)?.action?.does
}

function setupSteps(facts: Facts): Step[] {
  const { machine, purpose, provider, phone } = shellTexts.steps
  return [
    { id: 'machine', title: machine, isDone: true },
    {
      id: 'purpose',
      title: purpose.title,
      isDone: facts.hasConversation,
      action: { label: purpose.action, does: { compose: purpose.request } },
    },
    {
      id: 'provider',
      title: provider.title,
      isDone: facts.system.provider !== 'demo',
      action: { label: provider.action, does: { show: 'provider' } },
    },
    {
      id: 'phone',
      title: phone.title,
      isDone: facts.devices > 1,
      action: { label: phone.action, does: { show: 'phone' } },
    },
  ]
}

/** Where other devices find this machine: the address that this one used, unless that means the machine itself. */
export function addressOf({ system, origin }: Pick<Facts, 'system' | 'origin'>): string {
  return isOnlyLocal(origin) ? system.address : origin
}

/** Whether an address leads to the machine only from itself. */
export function isOnlyLocal(address: string): boolean {
  const { hostname } = new URL(address)
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1?\]|\[::ffff:(7f..:.*|0:0)\]|0\.0\.0\.0)\.?$/.test(
    hostname,
  )
}
