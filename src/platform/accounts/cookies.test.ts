import { describe, expect, it } from 'vitest'
import {
  clearedCookie,
  deviceCookie,
  sessionCookie,
  tokensFromCookies,
  withoutOurCookies,
} from './cookies.ts'

const token = 'T'.repeat(43)
const evil = 'E'.repeat(43)

describe('sessionCookie', () => {
  it('is kept from scripts and, on https, to this host', () => {
    expect(sessionCookie('platform', 'T', false)).toBe(
      'bloby_session=T; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax',
    )
    expect(sessionCookie('platform', 'T', true)).toBe(
      '__Host-bloby_session=T; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax',
    )
  })

  it('of the app works in a frame of another site on https', () => {
    expect(sessionCookie('app', 'T', false)).toMatch(/^bloby_app=T; .*SameSite=Lax$/)
    expect(sessionCookie('app', 'T', true)).toMatch(
      /^__Host-bloby_app=T; .*HttpOnly; Secure; SameSite=None; Partitioned$/,
    )
  })

  it('is another one than that by which a device is known', () => {
    const cookie = deviceCookie(token, true)
    expect(cookie).toBe(
      `__Host-bloby_device=${token}; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax`,
    )
    expect(tokensFromCookies(cookie, 'platform', true)).toEqual([])
    expect(tokensFromCookies(cookie, 'device', true)).toEqual([token])
  })

  it('is removed with the attributes that it was set with', () => {
    expect(clearedCookie('platform', true)).toBe(
      '__Host-bloby_session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    )
  })
})

describe('tokensFromCookies', () => {
  it('finds the token among other cookies', () => {
    expect(tokensFromCookies(`theme=dark; bloby_session=${token}; x=y`, 'platform', false)).toEqual([token])
    expect(tokensFromCookies(`bloby_app=${token}`, 'app', false)).toEqual([token])
    expect(tokensFromCookies(`bloby_app=${token}`, 'platform', false)).toEqual([])
    expect(tokensFromCookies(`xbloby_session=${token}; bloby_session2=${token}`, 'platform', false)).toEqual(
      [],
    )
    expect(tokensFromCookies('bloby_session=; bloby_session', 'platform', false)).toEqual([])
    expect(tokensFromCookies(undefined, 'platform', false)).toEqual([])
  })

  it('takes only the __Host- cookie on https, which no neighbour can set', () => {
    expect(tokensFromCookies(`bloby_session=${token}`, 'platform', true)).toEqual([])
    expect(
      tokensFromCookies(`bloby_session=${evil}; __Host-bloby_session=${token}`, 'platform', true),
    ).toEqual([token])
    expect(tokensFromCookies(`__Host-bloby_session=${token}`, 'platform', false)).toEqual([])
  })

  it('gives each of a few that another port tossed in, so that the good one is among them', () => {
    expect(tokensFromCookies(`bloby_session=${evil}; bloby_session=${token}`, 'platform', false)).toEqual([
      evil,
      token,
    ])
    expect(tokensFromCookies(`bloby_session=${token}; bloby_session=${token}`, 'platform', false)).toEqual([
      token,
    ])
    const junk = Array.from({ length: 150 }, (_, at) => `bloby_session=junk${at}`).join('; ')
    expect(tokensFromCookies(`${junk}; bloby_session=${token}`, 'platform', false)).toEqual([token])
    const many = Array.from({ length: 1000 }, (_, index) => `bloby_session=${index}`).join('; ')
    expect(tokensFromCookies(many, 'platform', false).length).toBeLessThan(20)
  })
})

describe('withoutOurCookies', () => {
  it('keeps what is the app’s own and drops all of ours', () => {
    expect(
      withoutOurCookies(
        'a=1; bloby_session=T;bloby_app=A; __Host-bloby_session=T; __Host-bloby_app=A; bloby_device=D;b=2=3',
      ),
    ).toBe('a=1; b=2=3')
    expect(withoutOurCookies('bloby_session=T')).toBeUndefined()
    expect(withoutOurCookies(' bloby_session =T; bloby_app')).toBeUndefined()
    expect(withoutOurCookies('')).toBeUndefined()
    expect(withoutOurCookies(undefined)).toBeUndefined()
  })
})
