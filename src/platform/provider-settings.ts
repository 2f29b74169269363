import { efforts, type ProviderBody, type ProviderName } from '../protocol/settings.ts'
import { AppError } from '../system/errors.ts'
import type { KeyName, Secrets } from './store/secrets.ts'
import type { Settings } from './store/settings.ts'

/** Where a provider is reached when the owner says nothing else; a compatible server has to be named. */
const ownServers: Record<ProviderName, string> = {
  demo: '',
  anthropic: 'https://api.anthropic.com',
  ollama: 'http://localhost:11434',
  compatible: '',
}

/** A provider as a test or a list of its models needs it. Absent `baseUrl`: Anthropic's own. */
export interface ProviderServer {
  provider: ProviderName
  model: string
  baseUrl?: string
  apiKey?: string
}

export interface ProviderStores {
  settings: Pick<Settings, 'get'>
  secrets: Pick<Secrets, 'get'>
}

export function hasKey(provider: ProviderName): provider is Extract<ProviderName, KeyName> {
  return provider === 'anthropic' || provider === 'compatible'
}

/** An address without what every request adds to it. @throws AppError `invalid` when it holds a password */
export function plainBaseUrl(text: string, field = 'baseUrl'): string {
  if (text === '') return ''
  const { origin, pathname, username, password } = new URL(text)
  if (username !== '' || password !== '')
    throw new AppError('invalid', `${field}: must not hold a name or password; use the API key`, { field })
  return origin + pathname.replace(/\/+$/, '').replace(/\/v1$/, '').replace(/\/+$/, '')
}

/** The address that requests really go to, and that a key is kept for. `baseUrl` stands for the one in the settings. */
export function serverOf(
  settings: Pick<Settings, 'get'>,
  provider: ProviderName,
  baseUrl: string | undefined = settings.get('providers')?.[provider]?.baseUrl,
): string {
  return baseUrl || ownServers[provider]
}

/** A provider with all that is known of it; what `given` holds comes first, and a stored key goes to its own server only. */
export function providerServer({ settings, secrets }: ProviderStores, given: ProviderBody): ProviderServer {
  const { provider } = given
  const server = serverOf(settings, provider, given.baseUrl && plainBaseUrl(given.baseUrl))
  const apiKey = hasKey(provider) ? given.apiKey || secrets.get(provider, server) : undefined
  return {
    provider,
    model: given.model ?? settings.get('providers')?.[provider]?.model ?? '',
    ...(server !== '' && server !== ownServers.anthropic && { baseUrl: server }),
    ...(apiKey !== undefined && { apiKey }),
  }
}

/** A provider, the chosen one unless named, with everything an engine needs to ask it. `model` empty: its default. */
export function engineProvider(
  stores: ProviderStores,
  named: ProviderName = stores.settings.get('provider') ?? 'demo',
) {
  const { settings } = stores
  const { provider, apiKey, ...server } = providerServer(stores, {
    provider: named,
  })
  const auth = provider === 'anthropic' ? (settings.get('anthropicAuth') ?? 'key') : 'key'
  const effort = efforts.find((one) => one === settings.get('effort'))
  const fallbackModel = settings.get('fallbackModel')
  const turnBudgetUsd = settings.get('turnBudgetUsd') ?? undefined
  return {
    kind: provider,
    ...server,
    auth,
    ...(apiKey !== undefined && auth === 'key' && { apiKey }),
    ...(effort && { effort }),
    ...(fallbackModel && { fallbackModel }),
    ...(turnBudgetUsd !== undefined && { turnBudgetUsd }),
    networkHosts: settings.get('networkHosts') ?? [],
  }
}
