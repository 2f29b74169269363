import { signInBody } from '../../protocol/accounts.ts'
import { claimBody } from '../../protocol/api.ts'
import { AppError } from '../../system/errors.ts'
import { clearedCookie, sessionCookie } from '../accounts/cookies.ts'
import type { SignInResult } from '../accounts/owner.ts'
import type { SecondStepFailure } from '../accounts/second-step.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute, type Call } from '../api-route.ts'
import { afterClaim, isOnboarded } from '../onboarding.ts'
import type { AuditAction } from '../store/audit.ts'
import { createCodeFailures } from './code-failures.ts'

type Deps = Pick<
  ApiDeps,
  'owner' | 'sessions' | 'knownDevices' | 'tickets' | 'settings' | 'audit' | 'codesClosed' | 'appUrlFor'
>
type Client = Pick<Call<'open', unknown, unknown>, 'address' | 'device' | 'request' | 'isHttps'>

/** The way in and out: claim, sign in, sign out, and what a signed-in device asks about itself. */
export function portalRoutes(deps: Deps): ApiRoute[] {
  const { owner, sessions, knownDevices, tickets, settings, audit, appUrlFor } = deps
  const refuseCode = createCodeFailures(deps)

  async function signIn(
    given: { password: string; code?: string | undefined },
    kind: 'device' | 'cli',
    client: Client,
  ) {
    const { address, device } = client
    const result = await owner.checkSignIn(given, knownDevices.visitor(client))
    if (result === 'wrong-code' || result === 'codes-closed' || result === 'code-refused')
      throw refuseCode(result, client, 'unauthorized')
    const { action, refusal } = outcomes[result]
    audit.record({ action, address, device })
    if (refusal) throw refusal(kind)
    const { token, session } = sessions.create({ kind, device, address })
    return { token, expiresAt: session.expiresAt }
  }

  async function claim(
    body: { code: string; password: string; name?: string | undefined },
    { address, device }: Client,
  ) {
    const { code, password, name } = body
    const client = { address, device }
    try {
      return await owner.claim({ code, password, name, address: client.address }, () => {
        const { token, session } = sessions.create({ kind: 'device', ...client })
        audit.record({ action: 'claimed', ...client })
        settings.set('onboarding', afterClaim)
        return { token, expiresAt: session.expiresAt }
      })
    } catch (error) {
      if (error instanceof AppError && error.kind === 'unauthorized')
        audit.record({ action: 'claim-failed', ...client })
      throw error
    }
  }

  /** The cookies of a browser that was let in: its session, and the one by which it is known after that. */
  function keep(token: string, call: Client & { headers: Headers }): void {
    call.headers.append('Set-Cookie', sessionCookie('platform', token, call.isHttps))
    call.headers.append('Set-Cookie', knownDevices.remember(call))
  }

  const validate = {
    path: '/api/portal/validate-token',
    access: 'session' as const,
    handle: ({ session }: { session: { expiresAt: number } }) => ({
      isValid: true,
      expiresAt: session.expiresAt,
      name: settings.get('ownerName') ?? '',
      isOnboarded: isOnboarded({ settings }),
    }),
  }

  return [
    apiRoute({
      method: 'POST',
      path: '/api/portal/claim',
      access: 'unclaimed',
      body: claimBody,
      async handle(call) {
        const answer = await claim(call.body, call)
        keep(answer.token, call)
        return answer
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/login',
      access: 'open',
      body: signInBody,
      async handle(call) {
        const answer = await signIn(call.body, 'device', call)
        keep(answer.token, call)
        return answer
      },
    }),
    apiRoute({
      method: 'GET',
      path: '/api/portal/login',
      access: 'open',
      handle(call) {
        const password = basicPassword(call.request.headers.get('authorization'))
        if (password === undefined) {
          call.headers.set('WWW-Authenticate', 'Basic realm="Bloby", charset="UTF-8"')
          throw new AppError('unauthorized', 'Send the password with HTTP Basic authentication.')
        }
        return signIn({ password }, 'cli', call)
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/logout',
      access: 'session',
      handle({ session, address, isHttps, headers }) {
        sessions.revoke(session.id)
        audit.record({ action: 'signed-out', address, device: session.device })
        headers.append('Set-Cookie', clearedCookie('platform', isHttps))
      },
    }),
    apiRoute({ method: 'GET', ...validate }),
    apiRoute({ method: 'POST', ...validate }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/app-ticket',
      access: 'session',
      handle: ({ request, session }) => ({ url: appUrlFor(request, tickets.issue(session.id)) }),
    }),
  ]
}

const outcomes: Record<
  Exclude<SignInResult, SecondStepFailure>,
  { action: AuditAction; refusal?: (kind: 'device' | 'cli') => AppError }
> = {
  password: { action: 'signed-in' },
  code: { action: 'signed-in' },
  'recovery-code': { action: 'signed-in-with-recovery-code' },
  'wrong-password': {
    action: 'sign-in-failed',
    refusal: () => new AppError('unauthorized', 'This password is not right.', { field: 'password' }),
  },
  'code-needed': {
    action: 'code-asked',
    refusal: (kind) =>
      kind === 'device'
        ? new AppError(
            'unauthorized',
            'Send the code of your authenticator app too, or a recovery code, as code.',
            {
              field: 'code',
            },
          )
        : new AppError(
            'forbidden',
            'This Bloby asks for a second step, which HTTP Basic cannot give. Make a token for the script in the settings, under Devices, and send it as Authorization: Bearer.',
          ),
  },
}

/** The password of `Authorization: Basic`, RFC 7617; there is one owner, so that any user name will do. */
function basicPassword(authorization: string | null): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const credentials = Buffer.from(encoded, 'base64').toString('utf8')
  return credentials.slice(credentials.indexOf(':') + 1)
}
