import type {
  CreationOptions,
  PasskeyAnswer,
  PasskeyLoginAnswer,
  RequestOptions,
} from '../../protocol/accounts.ts'

/** Whether this browser has passkeys at this address: browsers keep them to https and to localhost. */
export function canUsePasskeys(): boolean {
  return isSecureContext && typeof PublicKeyCredential === 'function'
}

/**
 * Has the device make a passkey. Many browsers in use cannot read and write WebAuthn's JSON by themselves, so that we do it for all of
 * them. Throws a `DOMException` when the owner or the device does not want to.
 */
export async function createPasskey(options: CreationOptions): Promise<PasskeyAnswer> {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: options.excludeCredentials.map(({ id, type }) => ({ id: toBytes(id), type })),
    },
  })
  const { response, ...named } = answerOf(credential, AuthenticatorAttestationResponse)
  return {
    ...named,
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
    },
  }
}

/**
 * Has the device sign in with a passkey: at once, or `conditional`, once the owner chooses one where the browser fills in passwords.
 * Throws a `DOMException` when nothing was chosen.
 */
export async function signWithPasskey(
  options: RequestOptions,
  { mediation, signal }: Pick<CredentialRequestOptions, 'mediation' | 'signal'>,
): Promise<PasskeyLoginAnswer> {
  const credential = await navigator.credentials.get({
    publicKey: { ...options, challenge: toBytes(options.challenge) },
    ...(mediation && { mediation }),
    ...(signal && { signal }),
  })
  const { response, ...named } = answerOf(credential, AuthenticatorAssertionResponse)
  return {
    ...named,
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: response.userHandle && toText(response.userHandle),
    },
  }
}

function answerOf<R extends AuthenticatorResponse>(
  credential: Credential | null,
  kind: new () => R,
): { id: string; rawId: string; type: 'public-key'; response: R } {
  if (!(credential instanceof PublicKeyCredential) || !(credential.response instanceof kind))
    throw new DOMException('The browser gave no passkey.', 'NotAllowedError')
  const id = toText(credential.rawId)
  return { id, rawId: id, type: 'public-key', response: credential.response }
}

function toBytes(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function toText(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
