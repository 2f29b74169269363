import type { Change, Hands } from './hands.ts'
import type { Wish } from './wishes/wish.ts'

/** What a deed has to work with. */
export interface Bench {
  hands: Hands
  now: Date
  /** The turn goes on with one that was cut off: what is already done must not be done twice. */
  isContinuation: boolean
  /** What the last turn of this conversation that changed anything changed. */
  lastChanges: readonly Change[]
}

/** Grants a wish and gives what to say of it. What cannot be done is an `AppError` in words, and nothing has changed then. */
export type Deed<K extends Wish['kind']> = (bench: Bench, wish: Extract<Wish, { kind: K }>) => Promise<string>
