import { describe, expect, it } from 'vitest'
import { parentOf } from './settings-history.ts'
import { placeOfHash, placeOfNotice } from './settings-place.ts'

describe('where the button of a notice leads', () => {
  it('is the page that its action names', () => {
    expect(placeOfNotice({ code: 'no-key', action: 'connect-provider' })).toBe('provider')
    expect(placeOfNotice({ code: 'engine-failed', action: 'show-logs' })).toBe('logs')
  })

  it('is, for the settings at large, the page that can help with what went wrong', () => {
    expect(placeOfNotice({ code: 'budget', action: 'open-settings' })).toBe('limits')
    expect(placeOfNotice({ code: 'model-not-found', action: 'open-settings' })).toBe('provider')
    expect(placeOfNotice({ code: 'of a later version', action: 'open-settings' })).toBe('overview')
  })

  it('is nowhere when the turn itself goes on, or when there is no button', () => {
    expect(placeOfNotice({ code: 'rate-limit', action: 'retry' })).toBeUndefined()
    expect(placeOfNotice({ code: 'budget', action: 'continue' })).toBeUndefined()
    expect(placeOfNotice({ code: 'session-lost' })).toBeUndefined()
  })
})

describe('an address', () => {
  it('names a page of the settings, or one thing of it', () => {
    expect(placeOfHash('#settings/usage')).toBe('usage')
    expect(placeOfHash('#settings/memory/2026-11-21.md')).toBe('memory/2026-11-21.md')
  })

  it('of another kind names none', () => {
    for (const hash of ['', '#', '#settings', '#settings/', '#setup=code', '#settings/<b>'])
      expect(placeOfHash(hash)).toBeNull()
  })
})

it('the page above is the overview, of a memory file the list of them', () => {
  expect([parentOf('memory/MYSELF.md'), parentOf('memory'), parentOf('overview')]).toEqual([
    'memory',
    'overview',
    null,
  ])
})
