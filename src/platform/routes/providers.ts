import { type ProviderBody, type ProviderTestAnswer, providerBody } from '../../protocol/settings.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { providerServer } from '../provider-settings.ts'

type Deps = Pick<ApiDeps, 'providers' | 'settings' | 'secrets' | 'claudeLogin'>

/** Whether a provider answers, and with which models, before or after it is chosen. */
export function providerRoutes({ providers, settings, secrets, claudeLogin }: Deps): ApiRoute[] {
  const toServer = (body: ProviderBody) => providerServer({ settings, secrets }, body)

  /** A login has no key to ask the server with. */
  function modelsOf(body: ProviderBody) {
    const { apiKey, ...server } = toServer(body)
    const isLogin = body.provider === 'anthropic' && body.anthropicAuth === 'login'
    return providers.models({ ...server, ...(apiKey !== undefined && !isLogin && { apiKey }) })
  }

  async function test(body: ProviderBody): Promise<ProviderTestAnswer> {
    const auth = body.anthropicAuth ?? (body.apiKey ? 'key' : settings.get('anthropicAuth'))
    if (body.provider !== 'anthropic' || auth !== 'login') return providers.test(toServer(body))
    // Only the program itself can use its login, so there is no more to ask than whether it has one.
    const { status, account } = await claudeLogin.status()
    if (status !== 'signed-in')
      return { isOk: false, code: 'no-key', text: 'You are not signed in to Claude. Sign in first.' }
    return { isOk: true, code: 'ok', text: `Signed in to Claude${account ? ` as ${account}` : ''}.` }
  }

  return [
    apiRoute({
      method: 'POST',
      path: '/api/providers/test',
      access: 'session',
      body: providerBody,
      handle: ({ body }) => test(body),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/providers/models',
      access: 'session',
      body: providerBody,
      handle: ({ body }) => modelsOf(body),
    }),
  ]
}
