/** Randomness that a seed repeats. */
export interface Chance {
  /** From 0 up to, and without, 1. */
  share(): number
  happens(probability: number): boolean
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  pick<T>(items: readonly [T, ...T[]]): T
  /** A stream of its own, which draws from this one do not move. */
  branch(name: string): Chance
}

/** The same numbers for the same seed, on every machine: mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0

  function share(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(share() * (most - least + 1))

  return {
    share,
    happens: (probability) => share() < probability,
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    branch: (name) => createChance([...name].reduce((hash, sign) => mix(hash, sign), seed)),
  }
}

/** FNV-1a */
function mix(hash: number, sign: string): number {
  return Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0
}
