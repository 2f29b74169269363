import { randomBytes } from 'node:crypto'
import type {
  CreationOptions,
  PasskeyAnswer,
  PasskeyLoginAnswer,
  RequestOptions,
} from '../../protocol/accounts.ts'
import { AppError } from '../../system/errors.ts'
import type { Passkey, PasskeyRows } from '../store/passkeys.ts'
import type { Settings } from '../store/settings.ts'
import { type Challenges, challengeLifetimeMs } from './challenges.ts'
import type { PasskeySite } from './passkey-site.ts'

export type { Passkey }

/** EdDSA, ES256 and RS256: what today's authenticators have. */
const algorithms = [-8, -7, -257]

export interface PasskeysDeps {
  rows: PasskeyRows
  settings: Settings
  challenges: Challenges
}

export type Passkeys = ReturnType<typeof createPasskeys>

/**
 * The owner's passkeys (WebAuthn): who has one, and was verified by the device that keeps it, is the owner. Each belongs to the host
 * name at which it was made. The library is loaded when one is first checked: it is large, and many owners have none.
 */
export function createPasskeys({ rows, settings, challenges }: PasskeysDeps) {
  const library = () => import('@simplewebauthn/server')
  const signInAt = ({ host }: PasskeySite) => `sign in at ${host}`
  const addAt = ({ host }: PasskeySite, sessionId: string) => `add at ${host} by ${sessionId}`

  function userId(): string {
    const known = settings.get('passkeyUserId')
    if (known !== undefined) return known
    const made = randomBytes(32).toString('base64url')
    settings.set('passkeyUserId', made)
    return made
  }

  function require(id: string): Passkey {
    const passkey = rows.find(id)
    if (!passkey) throw new AppError('not-found', 'This passkey is gone already.')
    return passkey
  }

  return {
    list: rows.list,

    /** What a browser needs to make one for this session's owner. */
    creationOptions(site: PasskeySite, sessionId: string): CreationOptions {
      const name = settings.get('ownerName') || 'Owner'
      return {
        rp: { id: site.host, name: 'Bloby' },
        user: { id: userId(), name, displayName: name },
        challenge: challenges.issue(addAt(site, sessionId)),
        pubKeyCredParams: algorithms.map((alg) => ({ alg, type: 'public-key' as const })),
        timeout: challengeLifetimeMs,
        excludeCredentials: rows
          .list()
          .filter(({ host }) => host === site.host)
          .map(({ id }) => ({ id, type: 'public-key' as const })),
        authenticatorSelection: {
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        },
        attestation: 'none',
      }
    },

    /** Keeps what the browser made. @throws AppError `invalid` when it is not what was asked for */
    async add(site: PasskeySite, sessionId: string, name: string, answer: PasskeyAnswer): Promise<Passkey> {
      const { verifyRegistrationResponse } = await library()
      const result = await verifyRegistrationResponse({
        response: { ...answer, clientExtensionResults: {} },
        expectedChallenge: (challenge) => challenges.redeem(challenge, addAt(site, sessionId)),
        expectedOrigin: site.origins,
        expectedRPID: site.host,
        requireUserVerification: true,
        supportedAlgorithmIDs: algorithms,
      }).catch((error: unknown) => {
        throw notMade(error)
      })
      if (!result.verified) throw notMade()
      const { credential, credentialBackedUp } = result.registrationInfo
      const { id, publicKey, counter } = credential
      if (rows.find(id)) throw new AppError('conflict', 'This passkey is in the list already.')
      rows.insert({ id, name, host: site.host, publicKey, counter, isSynced: credentialBackedUp })
      return require(id)
    },

    /** What a browser needs to sign in with one; null when there is none for this site. */
    requestOptions(site: PasskeySite): RequestOptions | null {
      if (!rows.list().some(({ host }) => host === site.host)) return null
      const challenge = challenges.issue(signInAt(site))
      return { challenge, rpId: site.host, timeout: challengeLifetimeMs, userVerification: 'required' }
    },

    /** The passkey that signed, marked as used. @throws AppError `unauthorized` */
    async check(site: PasskeySite, answer: PasskeyLoginAnswer): Promise<Passkey> {
      const passkey = rows.find(answer.id)
      if (!passkey || passkey.host !== site.host)
        throw new AppError(
          'unauthorized',
          'Bloby does not know this passkey any more. Sign in with your password.',
          { field: 'passkey' },
        )
      const { verifyAuthenticationResponse } = await library()
      const { userHandle, ...response } = answer.response
      const result = await verifyAuthenticationResponse({
        response: {
          ...answer,
          response: { ...response, ...(userHandle && { userHandle }) },
          clientExtensionResults: {},
        },
        expectedChallenge: (challenge) => challenges.redeem(challenge, signInAt(site)),
        expectedOrigin: site.origins,
        expectedRPID: site.host,
        credential: passkey,
        requireUserVerification: true,
      }).catch((error: unknown) => {
        throw notAccepted(error)
      })
      // Deleted while it was checked: then it opens nothing.
      if (!result.verified || !rows.find(passkey.id)) throw notAccepted()
      const { newCounter, credentialBackedUp } = result.authenticationInfo
      rows.markUsed(passkey.id, { counter: newCounter, isSynced: credentialBackedUp })
      return passkey
    },

    /** @throws AppError `not-found` */
    rename(id: string, name: string): Passkey {
      require(id)
      rows.rename(id, name)
      return require(id)
    },

    /** Gives the one that was removed. @throws AppError `not-found` */
    remove(id: string): Passkey {
      const passkey = require(id)
      rows.remove(id)
      return passkey
    },
  }
}

function notMade(cause?: unknown): AppError {
  return new AppError('invalid', 'The passkey could not be kept. Try it again.', { cause })
}

function notAccepted(cause?: unknown): AppError {
  return new AppError('unauthorized', 'This passkey was not accepted. Try it again, or use your password.', {
    cause,
    field: 'passkey',
  })
}
