import type { SystemAnswer } from '../protocol/api.ts'
import type { AppContext } from '../protocol/frames.ts'

export interface Facts {
  system: SystemAnswer
  ownerName: string
  /** Devices that are signed in. */
  devices: number
  hasConversation: boolean
  isWorking: boolean
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
    agent: { isWorking: facts.isWorking, provider: system.provider, changes: system.changes },
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
  return [
    { id: 'machine', title: 'Set up this machine', isDone: true },
    {
      id: 'purpose',
      title: 'Say what this page should be for',
      isDone: facts.hasConversation,
      action: { label: 'Say it', does: { compose: 'I want this page to be for ' } },
    },
    {
      id: 'provider',
      title: 'Connect a provider',
      isDone: facts.system.provider !== 'demo',
      action: { label: 'Connect', does: { show: 'provider' } },
    },
    {
      id: 'phone',
      title: 'Open this page on your phone',
      isDone: facts.devices > 1,
      action: { label: 'Show how', does: { show: 'phone' } },
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
