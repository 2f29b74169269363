import { describe, expect, it } from 'vitest'
import { AppError } from '../../system/errors.ts'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { createRateLimit } from './rate-limit.ts'

function open() {
  const clock = createFakeClock()
  const limit = createRateLimit({ clock })
  return {
    clock,
    limit,
    /** Seconds to wait; 0 when the try was allowed, and so counted. */
    tryFrom(address: string): number {
      try {
        limit.attempt(address)
        return 0
      } catch (error) {
        if (error instanceof AppError && error.kind === 'rate-limited')
          return error.retryAfterSeconds ?? Number.NaN
        throw error
      }
    },
  }
}

describe('the rate limit', () => {
  it('lets five failures of an address pass, then doubles the wait from 1 s to 15 min', () => {
    const { clock, tryFrom } = open()
    for (let failure = 1; failure <= 5; failure++) expect(tryFrom('a')).toBe(0)
    const waits: number[] = []
    for (let failure = 6; failure <= 17; failure++) {
      const wait = tryFrom('a')
      waits.push(wait)
      clock.advance(wait * 1000 - 1)
      expect(tryFrom('a')).toBe(1)
      clock.advance(1)
      expect(tryFrom('a')).toBe(0)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
  })

  it('does not count a try that had to wait, and leaves other addresses alone', () => {
    const { clock, tryFrom } = open()
    for (let failure = 1; failure <= 5; failure++) tryFrom('a')
    for (let blocked = 0; blocked < 100; blocked++) expect(tryFrom('a')).toBe(1)
    expect(tryFrom('b')).toBe(0)
    clock.advance(1000)
    expect(tryFrom('a')).toBe(0)
  })

  it('counts tries at the same moment before any of them has failed', () => {
    const { tryFrom } = open()
    const allowed = Array.from({ length: 100 }, () => tryFrom('a')).filter((wait) => wait === 0)
    expect(allowed).toHaveLength(5)
  })

  it('lets twenty failures in all pass, from however many addresses', () => {
    const { clock, tryFrom } = open()
    for (let failure = 1; failure <= 20; failure++) expect(tryFrom(`address ${failure}`)).toBe(0)
    expect(tryFrom('another')).toBe(1)
    clock.advance(1000)
    expect(tryFrom('another')).toBe(0)
    expect(tryFrom('yet another')).toBe(2)
  })

  it('forgets the failures of an address that got it right', () => {
    const { limit, tryFrom } = open()
    for (let round = 0; round < 20; round++) {
      for (let failure = 1; failure <= 4; failure++) expect(tryFrom('a')).toBe(0)
      expect(tryFrom('a')).toBe(0)
      limit.succeed('a')
    }
  })

  it('forgets everything after an hour of quiet', () => {
    const { clock, tryFrom } = open()
    for (let failure = 1; failure <= 20; failure++) tryFrom(`address ${failure % 4}`)
    expect(tryFrom('address 1')).toBe(1)
    clock.advance(60 * 60 * 1000)
    for (let failure = 1; failure <= 5; failure++) expect(tryFrom('address 1')).toBe(0)
  })

  it('does not count a try that is taken back, and forgets none of the failures before it', () => {
    const { clock, limit, tryFrom } = open()
    for (let failure = 1; failure <= 4; failure++) expect(tryFrom('a')).toBe(0)
    for (let round = 1; round <= 30; round++) {
      expect(tryFrom('a')).toBe(0)
      limit.takeBack('a')
    }
    expect(tryFrom('a')).toBe(0)
    expect(tryFrom('a')).toBe(1)
    expect(tryFrom('b')).toBe(0)
    clock.advance(1000)
    expect(tryFrom('a')).toBe(0)
  })
})
