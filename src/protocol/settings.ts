import * as v from 'valibot'
import { engineState } from './chat.ts'
import { languageChoices } from './language.ts'

/** Bodies and answers of the API about the settings, providers and engines; apart from the rest, as the chat loads them later. */

/** Who thinks for the agent. `compatible` is any server of the Messages API. */
export const providers = ['demo', 'anthropic', 'ollama', 'compatible'] as const
export type ProviderName = (typeof providers)[number]
const provider = v.picklist(providers, `must be one of the providers there are: ${providers.join(', ')}`)
/** `workspace`: what is outside it needs an approval. `computer`: the agent may do all that its owner may. */
export const accessModes = ['workspace', 'computer'] as const
export type AccessMode = (typeof accessModes)[number]
export const efforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const
export type Effort = (typeof efforts)[number]
/** How Anthropic knows the owner: by an API key, or by their own login in the unmodified program. */
export const anthropicAuths = ['key', 'login'] as const

const model = v.pipe(v.string(), v.trim(), v.maxLength(200, 'must have at most 200 characters'))
const baseUrl = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(500),
  v.check(
    (text) => text === '' || /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
    'must be an http or https address',
  ),
)
const apiKey = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(500, 'must have at most 500 characters'),
  v.regex(/^[\x21-\x7e]*$/, 'must have no spaces or special characters'),
)
const dollars = v.pipe(v.number(), v.minValue(0, 'must not be negative'), v.maxValue(10_000))
const hostName = v.pipe(
  v.string(),
  v.regex(/^(\*\.)?[a-z0-9.-]{1,253}$/i, 'must be host names such as example.org or *.example.org'),
)
const language = v.picklist(languageChoices, `must be one of ${languageChoices.join(', ')}`)
const theme = v.picklist(['light', 'dark', 'system'], 'must be light, dark or system')
/** What is kept for a provider. */
const keptProvider = v.object({
  /** Empty means its default. */
  model: v.string(),
  /** Where it has one. */
  baseUrl: v.optional(v.string()),
  /** A key itself is never given back. */
  apiKey: v.object({ isSet: v.boolean(), lastFour: v.optional(v.string()) }),
})
export type KeptProvider = v.InferOutput<typeof keptProvider>
/** `GET /api/settings`, and the answer to a change. `model`, `baseUrl` and `apiKey` are those of the chosen provider. */
export const settingsAnswer = v.object({
  ownerName: v.string(),
  theme,
  language,
  provider: v.string(),
  ...keptProvider.entries,
  providers: v.object({ anthropic: keptProvider, ollama: keptProvider, compatible: keptProvider }),
  anthropicAuth: v.picklist(anthropicAuths),
  access: v.picklist(accessModes),
  /** Empty: as the model has it by itself. */
  effort: v.union([v.picklist(efforts), v.literal('')]),
  fallbackModel: v.string(),
  /** What one turn may cost; null: no limit. */
  turnBudgetUsd: v.nullable(v.number()),
  /** What all scheduled turns of a day may cost together. */
  dailyBudgetUsd: v.number(),
  /** Hosts that the agent's commands and page reads may reach unasked. */
  networkHosts: v.array(v.string()),
  /** Who turns speech into text: OpenAI, unless another address is set. */
  voice: v.object({ apiKey: keptProvider.entries.apiKey, baseUrl: v.optional(v.string()) }),
})
export type SettingsAnswer = v.InferOutput<typeof settingsAnswer>
/** `PUT /api/settings`: what is given is changed, the rest stays. */
export const settingsBody = v.strictObject({
  ownerName: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80, 'must have at most 80 characters'))),
  theme: v.optional(theme),
  language: v.optional(language),
  provider: v.optional(provider),
  /** `model`, `baseUrl` and `apiKey` belong to the provider that is named with them, else to the chosen one. */
  model: v.optional(model),
  /** Empty: the provider's own. A key is kept for one address: at a new one it has to be given again. */
  baseUrl: v.optional(baseUrl),
  /** null or empty forgets it. */
  apiKey: v.optional(v.nullable(apiKey)),
  anthropicAuth: v.optional(v.picklist(anthropicAuths, 'must be key or login')),
  access: v.optional(v.picklist(accessModes, 'must be workspace or computer')),
  effort: v.optional(v.union([v.picklist(efforts), v.literal('')], `must be one of ${efforts.join(', ')}`)),
  fallbackModel: v.optional(model),
  turnBudgetUsd: v.optional(v.nullable(dollars)),
  dailyBudgetUsd: v.optional(dollars),
  networkHosts: v.optional(v.pipe(v.array(hostName), v.maxLength(200))),
  /** null or empty forgets it. Like any key, it is kept for one address. */
  voiceKey: v.optional(v.nullable(apiKey)),
  /** Of a server of OpenAI's transcription API. Empty: OpenAI. */
  voiceBaseUrl: v.optional(baseUrl),
})
export type SettingsBody = v.InferOutput<typeof settingsBody>

/** `POST /api/providers/test` and `/api/providers/models`: what is not given is taken from the settings. */
export const providerBody = v.strictObject({
  provider,
  model: v.optional(model),
  baseUrl: v.optional(baseUrl),
  apiKey: v.optional(apiKey),
  anthropicAuth: v.optional(v.picklist(anthropicAuths)),
})
export type ProviderBody = v.InferOutput<typeof providerBody>
/** `text` says in words what works or what is wrong and what to do; `code` is one of the codes of turn errors, or `ok`. */
export const providerTestAnswer = v.object({ isOk: v.boolean(), code: v.string(), text: v.string() })
export type ProviderTestAnswer = v.InferOutput<typeof providerTestAnswer>
export const providerModelsAnswer = v.object({
  models: v.array(
    v.object({ id: v.string(), name: v.optional(v.string()), contextTokens: v.optional(v.number()) }),
  ),
  /** What the owner should know about the server, such as a context that is too small. */
  advice: v.optional(v.string()),
})
export type ProviderModelsAnswer = v.InferOutput<typeof providerModelsAnswer>

/** `POST /api/whisper/transcribe`, with the audio as its body */
export const transcriptAnswer = v.object({ text: v.string() })
/** `POST /api/whisper/test`, answered as `/api/providers/test`: what is not given is taken from the settings. */
export const voiceTestBody = v.strictObject({
  voiceKey: v.optional(apiKey),
  voiceBaseUrl: v.optional(baseUrl),
})

/** `GET /api/engines`; `POST /api/engines/:name/install` answers at once with the engine's state and goes on. */
export const enginesAnswer = v.object({ engines: v.array(engineState) })

/** `GET /api/auth/claude/status`, and the answer of `start`, `complete {code}`, `cancel` and `logout`. */
export const claudeLoginAnswer = v.object({
  status: v.picklist(['signed-out', 'waiting', 'signed-in']),
  /** While `waiting`: the page at which the owner gets a code. */
  url: v.optional(v.string()),
  account: v.optional(v.string()),
  /** Why the last try failed. */
  error: v.optional(v.string()),
})
export type ClaudeLoginAnswer = v.InferOutput<typeof claudeLoginAnswer>
export const claudeCodeBody = v.strictObject({
  code: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2000)),
})
