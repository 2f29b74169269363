import {
  type Effort,
  type KeptProvider,
  type ProviderBody,
  type ProviderName,
  providers,
  type SettingsAnswer,
  type SettingsBody,
} from '../../protocol/settings.ts'

/** What the owner has filled in and not saved. What is absent was not touched, and stays as the server has it. */
export interface ProviderForm {
  provider: ProviderName
  auth: 'key' | 'login'
  apiKey?: string
  baseUrl?: string
  model?: string
  effort?: Effort | ''
  fallbackModel?: string
}

/** Every field with the value to show, and what of the saved settings still holds. */
export interface ShownProvider {
  baseUrl: string
  model: string
  effort: Effort | ''
  fallbackModel: string
  /** The saved key, if there is one and it goes to this address. */
  key: { lastFour?: string } | null
}

const nothing: KeptProvider = { model: '', apiKey: { isSet: false } }

export function formOf(settings: SettingsAnswer): ProviderForm {
  return {
    provider: providers.find((name) => name === settings.provider) ?? 'demo',
    auth: settings.anthropicAuth,
  }
}

/** What was filled in, and else what is saved for the provider, chosen or not. */
export function shownOf(form: ProviderForm, settings: SettingsAnswer): ShownProvider {
  const saved = form.provider === 'demo' ? nothing : settings.providers[form.provider]
  const savedUrl = saved.baseUrl ?? ''
  const isSameServer = form.baseUrl === undefined || sameAddress(form.baseUrl, savedUrl)
  const { isSet, lastFour } = saved.apiKey
  return {
    baseUrl: form.baseUrl ?? savedUrl,
    model: form.model ?? saved.model,
    effort: form.effort ?? settings.effort,
    fallbackModel: form.fallbackModel ?? settings.fallbackModel,
    key: isSet && isSameServer ? { ...(lastFour !== undefined && { lastFour }) } : null,
  }
}

/** What a save changes: the choice, and what was touched. An empty key means the one that is there. */
export function changeOf(form: ProviderForm): SettingsBody {
  const { provider } = form
  if (provider === 'demo') return { provider }
  const hasEffort = provider !== 'ollama'
  return {
    ...serverOf(form),
    ...(hasEffort && form.effort !== undefined && { effort: form.effort }),
    ...(hasEffort && form.fallbackModel !== undefined && { fallbackModel: form.fallbackModel.trim() }),
  }
}

/** The provider as a test or a list of its models has to ask it, before anything is saved. */
export function serverOf(form: ProviderForm): ProviderBody {
  const { provider, auth, apiKey = '', baseUrl, model } = form
  const hasAddress = provider === 'ollama' || provider === 'compatible'
  const hasKey = provider === 'compatible' || (provider === 'anthropic' && auth === 'key')
  return {
    provider,
    ...(provider === 'anthropic' && { anthropicAuth: auth }),
    ...(hasKey && apiKey.trim() !== '' && { apiKey: apiKey.trim() }),
    ...(hasAddress && baseUrl !== undefined && { baseUrl: baseUrl.trim() }),
    ...(provider !== 'demo' && model !== undefined && { model: model.trim() }),
  }
}

/** Whether there is enough to ask the server for its models. */
export function canAsk(form: ProviderForm, shown: ShownProvider): boolean {
  if (form.provider === 'compatible') return shown.baseUrl.trim() !== ''
  if (form.provider !== 'anthropic') return form.provider === 'ollama'
  return form.auth === 'login' || shown.key !== null || (form.apiKey ?? '') !== ''
}

/** Whether anything differs from what is saved. */
export function isChanged(form: ProviderForm, settings: SettingsAnswer): boolean {
  const { provider, auth, apiKey = '', ...fields } = form
  const saved = shownOf({ provider, auth }, settings)
  if (provider !== settings.provider || apiKey.trim() !== '') return true
  if (provider === 'anthropic' && auth !== settings.anthropicAuth) return true
  return Object.entries(fields).some(([name, value]) => value !== saved[name as keyof typeof fields])
}

function sameAddress(one: string, other: string): boolean {
  const plain = (address: string) => address.trim().replace(/\/+$/, '').replace(/\/v1$/, '')
  return plain(one) === plain(other)
}
