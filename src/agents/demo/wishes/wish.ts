import type { When } from './when.ts'

export type NoteKind = 'note' | 'todo' | 'link'

/** One thing that the owner asks for. */
export type Wish =
  | { kind: 'rename'; name: string }
  | { kind: 'recolour'; colour: string }
  | { kind: 'add-card'; card: NoteKind; title?: string; text?: string }
  /** A card of a sort that the demo cannot build. */
  | { kind: 'add-other-card'; what: string }
  | { kind: 'keep'; note: NoteKind; texts: string[] }
  | { kind: 'add-route'; path: string; says: string }
  | { kind: 'remember'; fact: string }
  | { kind: 'forget'; fact: string }
  | { kind: 'schedule'; when: When; task: string }
  | { kind: 'unschedule'; task: string }
  | { kind: 'show-schedule' }
  | { kind: 'show-memory' }
  | { kind: 'break'; what: 'client' | 'backend' }
  | { kind: 'fix' }
  | { kind: 'undo' }
  | { kind: 'help' }
  | { kind: 'story' }
  /** How a real model is connected. */
  | { kind: 'connect' }
  | { kind: 'too-long' }
  | { kind: 'unknown' }

/** What a plan says of a wish. */
export function titleOf(wish: Wish): string {
  switch (wish.kind) {
    case 'rename':
      return `Call the dashboard ${wish.name}`
    case 'recolour':
      return `Make it ${wish.colour}`
    case 'add-card':
      return `Add a ${nameOf(wish.card)} card`
    case 'add-other-card':
      return `Add a card`
    case 'keep':
      return `Keep ${wish.texts.join(', ')}`
    case 'add-route':
      return `Add the route ${wish.path}`
    case 'remember':
      return `Remember: ${wish.fact}`
    case 'forget':
      return `Forget: ${wish.fact}`
    case 'schedule':
      return `Schedule: ${wish.task}`
    case 'unschedule':
      return `Take off the schedule: ${wish.task}`
    case 'show-schedule':
      return 'Show what is scheduled'
    case 'show-memory':
      return 'Show what I know'
    case 'break':
      return wish.what === 'client' ? 'Break the app' : 'Break the backend'
    case 'fix':
      return 'Repair what I broke'
    case 'undo':
      return 'Take back the last change'
    case 'help':
      return 'Say what I can do'
    case 'connect':
      return 'Say how to connect a provider'
    case 'story':
      return 'Tell a long story'
    case 'too-long':
    case 'unknown':
      return 'Answer the rest'
  }
}

/** "to-do" for `todo`. */
export function nameOf(kind: NoteKind): string {
  return kind === 'todo' ? 'to-do' : kind
}
