import type { Chance } from './chance.ts'

export interface ChaosOptions {
  messages: number
  /** How often the supervisor is killed. */
  kills: number
  seed: number
}

/** What the owner says next, where, and what happens around it. */
export interface Step {
  text: string
  /** Which of the owner's conversations. */
  place: number
  /** Before the next one. */
  pauseMs: number
  /** Whether the owner looks at the phone just now, so that it tries again at once. */
  isWoken: boolean
  kill?: Kill
  /** What the owner's phone does. */
  trouble?: 'reload' | 'freeze'
}

export interface Kill {
  afterMs: number
  /** How long nothing runs. */
  downMs: number
  /** Whether the one that is started next is killed too, so many ms after the first sign of it. */
  againAfterMs?: number
  /** Whether the phone sees at once that the platform is back, as when it is unlocked; else its own patience decides. */
  isWoken: boolean
}

/** Turns run side by side in different conversations. */
const places = 4

/** Everything that is decided beforehand; the same for the same options. What it meets is a matter of the machine's timing. */
export function planChaos({ messages, kills, seed }: ChaosOptions, chance: Chance): Step[] {
  const killed = new Set<number>()
  while (killed.size < Math.min(kills, messages)) killed.add(chance.between(0, messages - 1))
  const killsByIndex = new Map([...killed].map((index, number) => [index, planKill(number, chance)]))
  return Array.from({ length: messages }, (_, index): Step => {
    const trouble = index % 29 === 11 ? 'reload' : index % 53 === 23 ? 'freeze' : undefined
    const kill = killsByIndex.get(index)
    return {
      text: textOf(index, seed, chance),
      place: chance.between(0, places - 1),
      pauseMs: chance.happens(0.7) ? 0 : chance.between(1, 250),
      isWoken: chance.happens(0.3),
      ...(kill && { kill }),
      ...(trouble && { trouble }),
    }
  })
}

function planKill(number: number, chance: Chance): Kill {
  return {
    afterMs: chance.between(0, 500),
    downMs: chance.happens(0.5) ? 0 : chance.between(1, 800),
    ...(number % 5 === 2 && { againAfterMs: chance.between(0, 700) }),
    isWoken: chance.happens(0.6),
  }
}

/** Notes can be counted afterwards; the long answer is always the same, so that what is missing in one shows. */
function textOf(index: number, seed: number, chance: Chance): string {
  return chance.happens(0.75) ? `Add a note: ${noteOf(seed, index)}` : `What can you do? (${index})`
}

export function noteOf(seed: number, index: number): string {
  return `chaos-${seed}-${index}`
}
