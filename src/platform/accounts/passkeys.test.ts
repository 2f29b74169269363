import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { openDatabase } from '../store/database.ts'
import { migrations } from '../store/migrations.ts'
import { createPasskeyRows } from '../store/passkeys.ts'
import { createSettings } from '../store/settings.ts'
import { challengeLifetimeMs, createChallenges } from './challenges.ts'
import { passkeySite } from './passkey-site.ts'
import { createPasskeys } from './passkeys.ts'
import { createSoftwareAuthenticator } from './software-authenticator.test-kit.ts'

const site = { host: 'bloby.example', origins: ['https://bloby.example'] }
const other = { host: 'other.example', origins: ['https://other.example'] }
const here = { origin: 'https://bloby.example', rpId: 'bloby.example' }

function open() {
  const db = openDatabase(':memory:', migrations)
  const clock = createFakeClock()
  const passkeys = createPasskeys({
    rows: createPasskeyRows({ db, clock }),
    settings: createSettings({ db }),
    challenges: createChallenges({ clock }),
  })
  const authenticator = createSoftwareAuthenticator()
  const creation = () => ({ ...here, challenge: passkeys.creationOptions(site, 'session').challenge })
  const request = () => ({ ...here, challenge: passkeys.requestOptions(site)?.challenge ?? '' })
  return {
    clock,
    passkeys,
    authenticator,
    creation,
    request,
    add: () => passkeys.add(site, 'session', 'Phone', authenticator.create(creation())),
  }
}

describe('a passkey', () => {
  it('is made for a host name, and signs in there', async () => {
    const { clock, passkeys, authenticator, add, request } = open()
    expect(passkeys.requestOptions(site)).toBeNull()
    expect(await add()).toEqual({
      id: authenticator.id,
      name: 'Phone',
      host: 'bloby.example',
      publicKey: expect.any(Uint8Array),
      counter: 1,
      isSynced: false,
      createdAt: clock.now(),
      lastUsedAt: null,
    })
    expect(passkeys.requestOptions(other)).toBeNull()
    clock.advance(1000)
    expect((await passkeys.check(site, authenticator.get(request()))).name).toBe('Phone')
    expect(passkeys.list()).toMatchObject([{ counter: 2, lastUsedAt: clock.now() }])
  })

  it('is asked for with the user verified, and known under one random name that says nothing', async () => {
    const { passkeys, authenticator, add } = open()
    const first = passkeys.creationOptions(site, 'session')
    expect(first).toMatchObject({
      rp: { id: 'bloby.example' },
      excludeCredentials: [],
      authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
    })
    expect(Buffer.from(first.user.id, 'base64url')).toHaveLength(32)
    await add()
    const second = passkeys.creationOptions(site, 'session')
    expect(second.user.id).toBe(first.user.id)
    expect(second.excludeCredentials).toEqual([{ id: authenticator.id, type: 'public-key' }])
    expect(passkeys.creationOptions(other, 'session').excludeCredentials).toEqual([])
    expect(passkeys.requestOptions(site)).toMatchObject({ userVerification: 'required' })
  })

  it('can be renamed, and opens nothing once it is removed', async () => {
    const { passkeys, authenticator, add, request } = open()
    const { id } = await add()
    expect(passkeys.rename(id, 'Old phone').name).toBe('Old phone')
    const ceremony = request()
    expect(passkeys.remove(id).name).toBe('Old phone')
    await expect(passkeys.check(site, authenticator.get(ceremony))).rejects.toMatchObject({
      kind: 'unauthorized',
    })
    expect(() => passkeys.rename(id, 'x')).toThrow('gone already')
    expect(() => passkeys.remove(id)).toThrow('gone already')
  })
})

describe('what is not kept', () => {
  it.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of an unencrypted page', { origin: 'http://bloby.example' }],
    ['of another site', { rpId: 'evil.example' }],
    ['without the user being verified', { isUserVerified: false }],
    ['with a challenge that is not ours', { challenge: 'AAAA' }],
  ])('a passkey %s', async (_what, lie) => {
    const { passkeys, authenticator, creation } = open()
    const answer = authenticator.create({ ...creation(), ...lie })
    await expect(passkeys.add(site, 'session', 'x', answer)).rejects.toMatchObject({ kind: 'invalid' })
    expect(passkeys.list()).toEqual([])
  })

  it('one that another session asked for, that comes twice, or too late', async () => {
    const { clock, passkeys, authenticator, creation } = open()
    const answer = authenticator.create(creation())
    await expect(passkeys.add(site, 'other session', 'x', answer)).rejects.toMatchObject({ kind: 'invalid' })
    await passkeys.add(site, 'session', 'x', answer)
    await expect(passkeys.add(site, 'session', 'x', answer)).rejects.toMatchObject({ kind: 'invalid' })
    const again = authenticator.create(creation())
    await expect(passkeys.add(site, 'session', 'x', again)).rejects.toMatchObject({ kind: 'conflict' })
    const late = createSoftwareAuthenticator().create(creation())
    clock.advance(challengeLifetimeMs)
    await expect(passkeys.add(site, 'session', 'x', late)).rejects.toMatchObject({ kind: 'invalid' })
    expect(passkeys.list()).toHaveLength(1)
  })
})

describe('what does not sign in', () => {
  it.each([
    ['an answer from another origin', { origin: 'https://evil.example' }],
    ['one for another site', { rpId: 'evil.example' }],
    ['one without the user being verified', { isUserVerified: false }],
    ['one whose authenticator was copied', { counter: 1 }],
  ])('%s', async (_what, lie) => {
    const { passkeys, authenticator, add, request } = open()
    await add()
    await expect(passkeys.check(site, authenticator.get({ ...request(), ...lie }))).rejects.toMatchObject({
      kind: 'unauthorized',
      field: 'passkey',
    })
    expect(passkeys.list()).toMatchObject([{ counter: 1, lastUsedAt: null }])
  })

  it('an answer that was used already, also when it was refused the first time', async () => {
    const { passkeys, authenticator, add, request } = open()
    await add()
    const ceremony = request()
    await passkeys.check(site, authenticator.get(ceremony))
    await expect(passkeys.check(site, authenticator.get(ceremony))).rejects.toThrow('not accepted')
    const spent = request()
    const lie = authenticator.get({ ...spent, isUserVerified: false })
    await expect(passkeys.check(site, lie)).rejects.toThrow('not accepted')
    await expect(passkeys.check(site, authenticator.get(spent))).rejects.toThrow('not accepted')
  })

  it('a challenge that was given out to make a passkey, or at another name', async () => {
    const { passkeys, authenticator, add, creation, request } = open()
    await add()
    await expect(passkeys.check(site, authenticator.get(creation()))).rejects.toThrow('not accepted')
    await expect(passkeys.check(other, authenticator.get(request()))).rejects.toThrow('does not know')
  })

  it('another key under the same name, or a signature that was changed', async () => {
    const { passkeys, authenticator, add, request } = open()
    const { id } = await add()
    const forged = { ...createSoftwareAuthenticator().get(request()), id, rawId: id }
    await expect(passkeys.check(site, forged)).rejects.toThrow('not accepted')
    const answer = authenticator.get(request())
    const cut = { ...answer, response: { ...answer.response, signature: 'AAAA' } }
    await expect(passkeys.check(site, cut)).rejects.toThrow('not accepted')
  })
})

describe('the site of a request', () => {
  const siteOf = (url: string) => passkeySite(new Request(url))

  it('is its host name: on https, and on localhost without it', () => {
    expect(siteOf('http://bloby.example/api')).toEqual(site)
    expect(siteOf('http://bloby.example:8443/')?.origins).toEqual(['https://bloby.example:8443'])
    expect(siteOf('http://localhost:3000/')).toEqual({
      host: 'localhost',
      origins: ['https://localhost:3000', 'http://localhost:3000'],
    })
  })

  it('is none at an IP address', () => {
    expect(siteOf('http://127.0.0.1:3000/')).toBeUndefined()
    expect(siteOf('http://[::1]:3000/')).toBeUndefined()
  })
})
