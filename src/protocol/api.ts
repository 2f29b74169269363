import * as v from 'valibot'
import { chatMessage, conversation } from './chat.ts'
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
  /** False while the wizard waits for the new owner. */
  isOnboarded: v.optional(v.boolean(), true),
})
/** `POST /api/portal/app-ticket` → where the app's frame goes; good once, for 30 s. */
export const ticketAnswer = v.object({ url: v.string() })

export const onboardStatus = v.object({ claimed: v.boolean() })

export const sessionInfo = v.object({
  id: v.string(),
  device: v.string(),
  address: v.string(),
  createdAt: v.number(),
  lastSeenAt: v.number(),
  expiresAt: v.number(),
  isCurrent: v.boolean(),
  /** Whether it gets notifications. */
  hasPush: v.optional(v.boolean(), false),
})
/** `sessions` are the owner's devices; `scripts` signed in with HTTP Basic or on the command line. */
export const sessionsAnswer = v.object({
  sessions: v.array(sessionInfo),
  scripts: v.optional(v.array(sessionInfo), []),
})

/** `POST /api/files` (the file is the body; `?name=` and `Content-Type` describe it) → the file, to be named by `fileId`. */
export const fileAnswer = v.object({ file: sentFile })

export const conversationsAnswer = v.object({
  conversations: v.array(conversation),
  nextCursor: v.nullable(v.string()),
})
/** `nextCursor` goes into `before`; `newerCursor`, of a page that was asked for by `around` or `after`, into `after`. */
export const messagesAnswer = v.object({
  messages: v.array(chatMessage),
  nextCursor: v.nullable(v.string()),
  newerCursor: v.optional(v.nullable(v.string())),
})
/** `GET /api/messages/search?query=`. `marks`: where in `snippet` the words are that were looked for, from and to. */
export const searchAnswer = v.object({
  matches: v.array(
    v.object({
      messageId: v.string(),
      conversationId: v.string(),
      snippet: v.string(),
      marks: v.array(v.tuple([v.number(), v.number()])),
      position: v.number(),
      role: v.picklist(['user', 'assistant']),
      createdAt: v.number(),
    }),
  ),
  /** Give it as `cursor` for the matches before these; null when there are none. */
  nextCursor: v.optional(v.nullable(v.string())),
})
export type MessageMatch = v.InferOutput<typeof searchAnswer>['matches'][number]
export const contextAnswer = v.object({ conversationId: v.nullable(v.string()) })

/** `GET /api/system` */
export const systemAnswer = v.object({
  status: v.picklist(['ok', 'degraded']),
  version: v.string(),
  nodeVersion: v.string(),
  /** Of the operating system and the processor: `linux x64`. */
  platform: v.optional(v.string()),
  pid: v.number(),
  startedAt: v.number(),
  address: v.string(),
  appAddress: v.string(),
  /** How it was started, to be told with further flags after it. */
  startCommand: v.optional(v.string()),
  home: v.string(),
  /**
   * What the shell needs of the app: its name for the title, and whether it can be shown; until then `step` says why not. `updates`: how
   * many changes the dev server has told open pages of.
   */
  app: v.object({
    name: v.string(),
    isReady: v.boolean(),
    step: v.optional(v.string()),
    updates: v.number(),
  }),
  /** The fence of the operating system around the app's processes; without one Node's permission model is the only one. */
  sandbox: v.picklist(['bubblewrap', 'none']),
  /** The same for the agent's commands, in *workspace* mode. */
  commandSandbox: v.picklist(['bubblewrap', 'seatbelt', 'none']),
  provider: v.string(),
  changes: v.number(),
  disk: v.object({ freeBytes: v.number(), totalBytes: v.number() }),
  memoryBytes: v.number(),
  /**
   * What the owner gave the bubble to look like, a picture or a short film; null for none. The bytes are at `/api/bubble`, and one still
   * picture of it at `/api/bubble/still`. `version` differs after each change.
   */
  bubble: v.optional(v.nullable(v.object({ mediaType: v.string(), version: v.string() }))),
  processes: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      restarts: v.number(),
      pid: v.optional(v.number()),
      uptimeMs: v.optional(v.number()),
    }),
  ),
  /** Each a `Problem` of the chat. */
  problems: v.array(
    v.object({
      id: v.string(),
      title: v.string(),
      detail: v.optional(v.string()),
      lines: v.optional(v.array(v.string())),
      restart: v.optional(v.string()),
    }),
  ),
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
