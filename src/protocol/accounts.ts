import * as v from 'valibot'

/** Bodies and answers of the API about who gets in; apart from the rest, as the chat loads them later. */

const secret = v.pipe(v.string(), v.maxLength(256))
const code = v.pipe(v.string(), v.trim(), v.maxLength(64, 'must have at most 64 characters'))
const name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(60, 'must have at most 60 characters'),
)

/** `POST /api/portal/login`. `code`: of the authenticator app, or a recovery code; asked for by a 401 with the field `code`. */
export const signInBody = v.strictObject({ password: secret, code: v.optional(code) })
/** What is asked of a signed-in owner before something that lets others in, or keeps the owner out. */
export const passwordAgainBody = v.strictObject({ password: secret })
export const passwordAndCodeBody = v.strictObject({ password: secret, code })

/**
 * `GET /api/portal/totp`. `since`: ms since 1970. `isClosed`: after too many wrong codes, none is taken on a device that was never
 * signed in.
 */
export const totpAnswer = v.object({
  isOn: v.boolean(),
  isClosed: v.optional(v.boolean(), false),
  since: v.optional(v.number()),
  recoveryCodesLeft: v.number(),
})
export type TotpAnswer = v.InferOutput<typeof totpAnswer>
/** `POST /api/portal/totp/setup` → what the authenticator app is given; `qr` is an SVG of `uri`. */
export const totpSetupAnswer = v.object({ secret: v.string(), uri: v.string(), qr: v.string() })
export type TotpSetup = v.InferOutput<typeof totpSetupAnswer>
/** `POST /api/portal/totp/confirm` */
export const totpCodeBody = v.strictObject({ code })
/** `POST /api/portal/totp/recover/:task`, for the command line of the computer alone; false when there was nothing to do. */
export const recoverTask = v.picklist(['off', 'open'])
export type RecoverTask = v.InferOutput<typeof recoverTask>
export const recoverAnswer = v.object({ isChanged: v.boolean() })
export type RecoverAnswer = v.InferOutput<typeof recoverAnswer>
/** Shown once: we keep their hashes. */
export const recoveryCodesAnswer = v.object({ recoveryCodes: v.array(v.string()) })

/** `POST /api/portal/scripts` → a token for `Authorization: Bearer`. */
export const scriptBody = v.strictObject({ name, password: secret })

export const passkeyInfo = v.object({
  id: v.string(),
  name: v.string(),
  /** The host name that it opens Bloby at; no other. */
  host: v.string(),
  createdAt: v.number(),
  lastUsedAt: v.nullable(v.number()),
  /** Whether it is kept beyond the one device, as by a password manager. */
  isSynced: v.boolean(),
})
export type PasskeyInfo = v.InferOutput<typeof passkeyInfo>
/** `GET /api/portal/passkeys`. `host`: the name that a new one would be for; null at an address that can have none. */
export const passkeysAnswer = v.object({
  passkeys: v.array(passkeyInfo),
  host: v.nullable(v.string()),
  /** What the device that asks is called: a first name for its passkey. */
  device: v.string(),
})
export const passkeyNameBody = v.strictObject({ name })

const credential = v.object({ id: v.string(), type: v.literal('public-key') })
/** `PublicKeyCredentialCreationOptionsJSON` of WebAuthn, as far as we use it. */
export const creationOptions = v.object({
  rp: v.object({ id: v.string(), name: v.string() }),
  user: v.object({ id: v.string(), name: v.string(), displayName: v.string() }),
  challenge: v.string(),
  pubKeyCredParams: v.array(v.object({ alg: v.number(), type: v.literal('public-key') })),
  timeout: v.number(),
  excludeCredentials: v.array(credential),
  authenticatorSelection: v.object({
    residentKey: v.literal('required'),
    requireResidentKey: v.literal(true),
    userVerification: v.literal('required'),
  }),
  attestation: v.literal('none'),
})
export type CreationOptions = v.InferOutput<typeof creationOptions>
/** `PublicKeyCredentialRequestOptionsJSON`, as far as we use it. */
export const requestOptions = v.object({
  challenge: v.string(),
  rpId: v.string(),
  timeout: v.number(),
  userVerification: v.literal('required'),
})
export type RequestOptions = v.InferOutput<typeof requestOptions>
/** `POST /api/portal/passkeys/options` */
export const passkeySetupAnswer = v.object({ options: creationOptions })
/** `POST /api/portal/passkey-login/options`; null when no passkey is for this host name. */
export const passkeyLoginAnswer = v.object({ options: v.nullable(requestOptions) })

/** base64url, of which no authenticator sends this much. */
const bytes = v.pipe(v.string(), v.maxLength(16_384), v.regex(/^[\w-]*$/, 'must be base64url'))
/** A browser's answer, `RegistrationResponseJSON` or `AuthenticationResponseJSON`; what it adds is left out. */
const answerOf = <Entries extends v.ObjectEntries>(response: Entries) =>
  v.object({ id: bytes, rawId: bytes, type: v.literal('public-key'), response: v.object(response) })
/** `POST /api/portal/passkeys` */
export const passkeyBody = v.strictObject({
  name,
  answer: answerOf({ clientDataJSON: bytes, attestationObject: bytes }),
})
/** `POST /api/portal/passkey-login` → a session, like a login */
export const passkeyLoginBody = v.strictObject({
  answer: answerOf({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: v.optional(v.nullable(bytes)),
  }),
})
export type PasskeyAnswer = v.InferOutput<typeof passkeyBody>['answer']
export type PasskeyLoginAnswer = v.InferOutput<typeof passkeyLoginBody>['answer']

/** What the audit log keeps. */
export type AuditAction =
  | 'claimed'
  | 'claim-failed'
  | 'signed-in'
  | 'sign-in-failed'
  | 'code-asked'
  | 'code-failed'
  | 'codes-closed'
  | 'codes-opened'
  | 'signed-in-with-recovery-code'
  | 'signed-in-with-passkey'
  | 'passkey-failed'
  | 'signed-out'
  | 'password-check-failed'
  | 'password-changed'
  | 'session-revoked'
  | 'others-signed-out'
  | 'script-allowed'
  | 'totp-turned-on'
  | 'totp-turned-off'
  | 'recovery-codes-renewed'
  | 'passkey-added'
  | 'passkey-renamed'
  | 'passkey-removed'
  | 'settings-changed'
  | 'restarted'
  | 'approval-given'
  | 'approval-denied'
  | 'claude-signed-in'
  | 'claude-signed-out'
  | 'engine-install-started'
/** `GET /api/audit?cursor=&limit=`, the newest first. `action` may be one that only a newer Bloby knows. */
export const auditAnswer = v.object({
  entries: v.array(
    v.object({
      id: v.number(),
      at: v.number(),
      action: v.string(),
      address: v.optional(v.string()),
      device: v.optional(v.string()),
      detail: v.optional(v.string()),
    }),
  ),
  nextCursor: v.nullable(v.string()),
})
export type AuditEntryView = v.InferOutput<typeof auditAnswer>['entries'][number]
