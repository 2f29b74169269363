import { describe, expect, it } from 'vitest'
import { placeOfNotice } from './settings-place.ts'

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
