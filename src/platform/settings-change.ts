import type { KeptProvider, ProviderName, SettingsAnswer, SettingsBody } from '../protocol/settings.ts'
import { AppError } from '../system/errors.ts'
import { hasKey, plainBaseUrl, serverOf } from './provider-settings.ts'
import type { Audit } from './store/audit.ts'
import type { Secrets } from './store/secrets.ts'
import type { ProviderSettings, Settings } from './store/settings.ts'
import { voiceAddress } from './voice/voice-server.ts'

export interface SettingsStores {
  settings: Settings
  secrets: Secrets
}

/** The settings as devices see them, with defaults; of a key they see that it is there. */
export function readSettings({ settings, secrets }: SettingsStores): SettingsAnswer {
  const provider = settings.get('provider') ?? 'demo'
  const kept = (name: ProviderName): KeptProvider => {
    const server = serverOf(settings, name)
    return {
      model: settings.get('providers')?.[name]?.model ?? '',
      ...(server !== '' && { baseUrl: server }),
      apiKey: hasKey(name) ? secrets.view(name, server) : { isSet: false },
    }
  }
  return {
    ownerName: settings.get('ownerName') ?? '',
    theme: settings.get('theme') ?? 'system',
    language: settings.get('language') ?? 'auto',
    provider,
    ...kept(provider),
    providers: { anthropic: kept('anthropic'), ollama: kept('ollama'), compatible: kept('compatible') },
    anthropicAuth: settings.get('anthropicAuth') ?? 'key',
    access: settings.get('access') ?? 'workspace',
    effort: settings.get('effort') ?? '',
    fallbackModel: settings.get('fallbackModel') ?? '',
    turnBudgetUsd: settings.get('turnBudgetUsd') ?? null,
    dailyBudgetUsd: settings.get('dailyBudgetUsd') ?? 5,
    networkHosts: settings.get('networkHosts') ?? [],
    voice: {
      apiKey: secrets.view('voice', voiceAddress(settings)),
      ...(settings.get('voiceBaseUrl') && { baseUrl: settings.get('voiceBaseUrl') }),
    },
  }
}

/**
 * Changes the settings that are given, all or none, and notes which: by name, and what decides about safety with its values. A key
 * that was kept for another address stays unused until that address comes back.
 * @throws AppError `invalid` with the field that does not fit the provider; `unavailable` when a key can't be saved
 */
export function changeSettings(
  { settings, secrets, audit }: SettingsStores & { audit: Audit },
  change: SettingsBody,
  client: { address: string; device: string },
): void {
  const { model, baseUrl, apiKey, networkHosts, voiceKey, voiceBaseUrl, ...plain } = change
  const target = change.provider ?? settings.get('provider') ?? 'demo'
  const kept = withProvider(settings, target, change)
  const server = serverOf(settings, target, kept.baseUrl ?? '')
  check(target, change, server)
  const voiceServer = voiceAddress(settings, voiceBaseUrl)
  const hosts = networkHosts && [...new Set(networkHosts.map((host) => host.toLowerCase()))]
  const detail = Object.keys(change)
    .map((name) => describeChange(name, settings, change, hosts))
    .join(', ')

  // Before the rest: it is what fails on a full disk, and a new key with the old settings harms nobody.
  if (apiKey !== undefined && hasKey(target)) secrets.set(target, apiKey || undefined, server)
  if (voiceKey !== undefined) secrets.set('voice', voiceKey || undefined, voiceServer)
  settings.setAll({
    ...plain,
    ...((model !== undefined || baseUrl !== undefined) && {
      providers: { ...settings.get('providers'), [target]: kept },
    }),
    ...(hosts && { networkHosts: hosts }),
    ...(voiceBaseUrl !== undefined && { voiceBaseUrl: plainBaseUrl(voiceBaseUrl) }),
  })
  if (detail !== '') audit.record({ action: 'settings-changed', ...client, detail })
}

/** What the provider keeps once the change is made. */
function withProvider(
  settings: Settings,
  provider: ProviderName,
  { model, baseUrl }: SettingsBody,
): ProviderSettings {
  const { model: keptModel = '', baseUrl: keptUrl } = settings.get('providers')?.[provider] ?? {}
  const url = baseUrl === undefined ? keptUrl : plainBaseUrl(baseUrl)
  return { model: model ?? keptModel, ...(url && { baseUrl: url }) }
}

function check(provider: ProviderName, change: SettingsBody, server: string): void {
  const refuse = (field: keyof SettingsBody, why: string): never => {
    throw new AppError('invalid', `${field}: ${why}`, { field })
  }
  if (change.apiKey && !hasKey(provider)) refuse('apiKey', `${nameOf[provider]} takes no key`)
  if (provider === 'demo' && change.model) refuse('model', 'the demo has no models')
  if (provider === 'demo' && change.baseUrl) refuse('baseUrl', 'the demo has no address')
  const isConcerned = change.provider !== undefined || change.baseUrl !== undefined || change.apiKey
  if (provider === 'compatible' && isConcerned && server === '')
    refuse('baseUrl', 'a compatible server needs its address')
}

const nameOf: Record<ProviderName, string> = {
  demo: 'the demo',
  anthropic: 'Anthropic',
  ollama: 'Ollama',
  compatible: 'a compatible server',
}

/** For the audit log: never what a secret was or is. */
function describeChange(
  name: string,
  settings: Settings,
  change: SettingsBody,
  hosts: readonly string[] | undefined,
): string {
  if (name === 'access') return `access from ${settings.get('access') ?? 'workspace'} to ${change.access}`
  if ((name === 'apiKey' || name === 'voiceKey') && !change[name]) return `${name} forgotten`
  if (name !== 'networkHosts' || hosts === undefined) return name
  const before = settings.get('networkHosts') ?? []
  const added = hosts.filter((host) => !before.includes(host)).map((host) => `+${host}`)
  const removed = before.filter((host) => !hosts.includes(host)).map((host) => `-${host}`)
  return ['networkHosts', ...added, ...removed].join(' ')
}
