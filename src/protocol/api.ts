import * as v from 'valibot'
import { chatMessage, conversation, engineState } from './chat.ts'
import { sentFile } from './turn-parts.ts'

/** Bodies and answers of the platform's API that programs on both sides use. Errors are `{error: {code, message}}`. */

export const errorKinds = [
  'invalid',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'too-large',
  'rate-limited',
  'unavailable',
  'internal',
] as const
export type ErrorKind = (typeof errorKinds)[number]

export const errorBody = v.object({
  error: v.object({ code: v.string(), message: v.string(), field: v.optional(v.string()) }),
})
export type ErrorBody = v.InferOutput<typeof errorBody>

export const minPasswordLength = 8
const password = v.pipe(
  v.string(),
  v.minLength(minPasswordLength, `must have at least ${minPasswordLength} characters`),
  v.maxLength(256, 'must have at most 256 characters'),
)

export const claimBody = v.strictObject({
  code: v.pipe(v.string(), v.maxLength(256)),
  password,
  name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80))),
})
export const loginBody = v.strictObject({ password: v.pipe(v.string(), v.maxLength(256)) })
export const passwordBody = v.strictObject({ current: v.pipe(v.string(), v.maxLength(256)), password })

/** What claim and login give to scripts; browsers use the cookie that comes with it. `expiresAt`: ms since 1970. */
export const sessionAnswer = v.object({ token: v.string(), expiresAt: v.number() })
/** `GET|POST /api/portal/validate-token` */
export const validateAnswer = v.object({
  isValid: v.boolean(),
  expiresAt: v.optional(v.number()),
  name: v.string(),
})
/** `POST /api/portal/app-ticket` → where the app's frame goes; good once, for 30 s. */
export const ticketAnswer = v.object({ url: v.string() })

export const onboardStatus = v.object({ claimed: v.boolean() })

export const healthAnswer = v.object({ status: v.picklist(['ok', 'degraded']) })

export const sessionInfo = v.object({
  id: v.string(),
  device: v.string(),
  address: v.string(),
  createdAt: v.number(),
  lastSeenAt: v.number(),
  expiresAt: v.number(),
  isCurrent: v.boolean(),
})
/** `sessions` are the owner's devices; `scripts` signed in with HTTP Basic or on the command line. */
export const sessionsAnswer = v.object({
  sessions: v.array(sessionInfo),
  scripts: v.optional(v.array(sessionInfo), []),
})

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
const theme = v.picklist(['light', 'dark', 'system'], 'must be light, dark or system')
/** `GET /api/settings`, and the answer to a change. */
export const settingsAnswer = v.object({
  ownerName: v.string(),
  theme,
  provider: v.string(),
  /** Of the chosen provider; empty means its default. */
  model: v.string(),
  /** Of the chosen provider, where it has one. */
  baseUrl: v.optional(v.string()),
  /** Of the chosen provider. A key itself is never given back. */
  apiKey: v.object({ isSet: v.boolean(), lastFour: v.optional(v.string()) }),
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
})
export type SettingsAnswer = v.InferOutput<typeof settingsAnswer>
/** `PUT /api/settings`: what is given is changed, the rest stays. */
export const settingsBody = v.strictObject({
  ownerName: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80, 'must have at most 80 characters'))),
  theme: v.optional(theme),
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
})
export type SettingsBody = v.InferOutput<typeof settingsBody>

/** `POST /api/providers/test` and `/api/providers/models`: what is not given is taken from the settings. */
export const providerBody = v.strictObject({
  provider,
  model: v.optional(model),
  baseUrl: v.optional(baseUrl),
  apiKey: v.optional(apiKey),
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

/** `POST /api/files` (the file is the body; `?name=` and `Content-Type` describe it) → the file, to be named by `fileId`. */
export const fileAnswer = v.object({ file: sentFile })

export const conversationsAnswer = v.object({
  conversations: v.array(conversation),
  nextCursor: v.nullable(v.string()),
})
export const messagesAnswer = v.object({ messages: v.array(chatMessage), nextCursor: v.nullable(v.string()) })
/** `GET /api/messages/search?query=` */
export const searchAnswer = v.object({
  matches: v.array(
    v.object({
      messageId: v.string(),
      conversationId: v.string(),
      snippet: v.string(),
      position: v.number(),
    }),
  ),
})
export const contextAnswer = v.object({ conversationId: v.nullable(v.string()) })

/** `GET /api/system` */
export const systemAnswer = v.object({
  status: v.picklist(['ok', 'degraded']),
  version: v.string(),
  nodeVersion: v.string(),
  pid: v.number(),
  startedAt: v.number(),
  address: v.string(),
  appAddress: v.string(),
  home: v.string(),
  /** What the shell needs of the app: its name for the title, and whether it can be shown; until then `step` says why not. */
  app: v.object({ name: v.string(), isReady: v.boolean(), step: v.optional(v.string()) }),
  /** The fence of the operating system around the app's processes; without one Node's permission model is the only one. */
  sandbox: v.picklist(['bubblewrap', 'none']),
  /** The same for the agent's commands, in *workspace* mode. */
  commandSandbox: v.picklist(['bubblewrap', 'seatbelt', 'none']),
  provider: v.string(),
  changes: v.number(),
  disk: v.object({ freeBytes: v.number(), totalBytes: v.number() }),
  memoryBytes: v.number(),
  processes: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      restarts: v.number(),
      pid: v.optional(v.number()),
      uptimeMs: v.optional(v.number()),
    }),
  ),
  problems: v.array(v.object({ id: v.string(), title: v.string(), detail: v.optional(v.string()) })),
})
export type SystemAnswer = v.InferOutput<typeof systemAnswer>
/** `GET /api/system/logs?name=backend&lines=100` */
export const logsAnswer = v.object({ name: v.string(), lines: v.array(v.string()) })

/** The one line of `bloby start --json`. */
export const readyLine = v.object({
  url: v.string(),
  appUrl: v.string(),
  setupUrl: v.nullable(v.string()),
  pid: v.number(),
})
export type ReadyLine = v.InferOutput<typeof readyLine>
