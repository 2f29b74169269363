import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { challengeLifetimeMs, createChallenges } from './challenges.ts'

describe('a challenge', () => {
  it('is good once', () => {
    const challenges = createChallenges({ clock: createFakeClock() })
    const challenge = challenges.issue('sign in')
    expect(challenge).not.toBe(challenges.issue('sign in'))
    expect(challenges.redeem(challenge, 'sign in')).toBe(true)
    expect(challenges.redeem(challenge, 'sign in')).toBe(false)
    // The same bytes in another spelling.
    expect(challenges.redeem(`${challenge}=`, 'sign in')).toBe(false)
  })

  it('is good for what it was issued for, and is not spent by anything else', () => {
    const challenges = createChallenges({ clock: createFakeClock() })
    const challenge = challenges.issue('sign in at a.example')
    expect(challenges.redeem(challenge, 'sign in at b.example')).toBe(false)
    expect(challenges.redeem(challenge, 'sign in at a.example')).toBe(true)
  })

  it('is good for five minutes', () => {
    const clock = createFakeClock()
    const challenges = createChallenges({ clock })
    const [early, late] = [challenges.issue('sign in'), challenges.issue('sign in')]
    clock.advance(challengeLifetimeMs - 1)
    expect(challenges.redeem(early, 'sign in')).toBe(true)
    clock.advance(1)
    expect(challenges.redeem(late, 'sign in')).toBe(false)
  })

  it('cannot be made up, changed, or kept over a restart', () => {
    const clock = createFakeClock()
    const challenges = createChallenges({ clock })
    const bytes = Buffer.from(challenges.issue('sign in'), 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(challenges.redeem(changed.toString('base64url'), 'sign in')).toBe(false)
    }
    for (const nothing of ['', 'x', 'A'.repeat(72)]) expect(challenges.redeem(nothing, 'sign in')).toBe(false)
    expect(createChallenges({ clock }).redeem(bytes.toString('base64url'), 'sign in')).toBe(false)
    expect(challenges.redeem(bytes.toString('base64url'), 'sign in')).toBe(true)
  })
})
