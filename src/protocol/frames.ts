import * as v from 'valibot'

/**
 * What the frames of one page say to each other by postMessage. Three parties: the shell (the top page), the chat (an
 * iframe of the same origin at `/bloby/`) and the app (an iframe of its own origin). Receivers check `event.origin` and `event.source`
 * first, then parse; what does not parse is ignored. The app's side is written out in the workspace template, which
 * cannot import this.
 */

/** What the shell tells the app of the machine and the agent. Nothing here is secret: the app is untrusted code. */
export const appContext = v.object({
  ownerName: v.string(),
  theme: v.picklist(['light', 'dark', 'system']),
  agent: v.object({
    isWorking: v.boolean(),
    /** Bloby does not answer now. */
    isAway: v.boolean(),
    provider: v.string(),
    /** Finished turns that changed files. */
    changes: v.number(),
  }),
  machine: v.object({
    address: v.string(),
    startedAt: v.number(),
    devices: v.number(),
    disk: v.object({ freeBytes: v.number(), totalBytes: v.number() }),
  }),
  steps: v.array(
    v.object({ id: v.string(), title: v.string(), isDone: v.boolean(), action: v.optional(v.string()) }),
  ),
})
export type AppContext = v.InferOutput<typeof appContext>

/** App to shell. */
export const fromApp = v.variant('type', [
  /** The page is there and wants its context; the shell answers with `bloby:context` now and on each change. */
  v.object({ type: v.literal('bloby:hello') }),
  /** Open the chat with this text in the composer; the owner sends it. */
  v.object({ type: v.literal('bloby:compose'), text: v.pipe(v.string(), v.maxLength(4000)) }),
  /** A link to another site was pressed: the app's frame may not open windows, the shell may. */
  v.object({ type: v.literal('bloby:open'), url: v.pipe(v.string(), v.maxLength(4000)) }),
  /** A button of a setup step was pressed. */
  v.object({ type: v.literal('bloby:step'), id: v.string() }),
  /** Where the page is now: its path, query and fragment. Said with each `bloby:hello` and on each change. */
  v.object({ type: v.literal('bloby:location'), path: v.pipe(v.string(), v.maxLength(4000)) }),
  /** An error left the page empty; `place` is the file. It is over with the next hello. */
  v.object({
    type: v.literal('bloby:broken'),
    message: v.pipe(v.string(), v.maxLength(500)),
    place: v.optional(v.pipe(v.string(), v.maxLength(200))),
  }),
  /** The app's session is gone: the shell gets a new ticket and loads the frame again. */
  v.object({ type: v.literal('bloby:need-session') }),
])
export type FromApp = v.InferOutput<typeof fromApp>

/** Shell to app. */
export type ToApp = { type: 'bloby:context'; context: AppContext }

/** Chat to shell. */
export const fromChat = v.variant('type', [
  v.object({ type: v.literal('bloby:ready') }),
  v.object({ type: v.literal('bloby:close') }),
  /** Whether its socket is open, on each change; said first when it was opened, or could not be. */
  v.object({ type: v.literal('bloby:connection'), isConnected: v.boolean() }),
  /** The owner's own picture for the bubble is another one, or gone. */
  v.object({ type: v.literal('bloby:bubble-changed') }),
  v.object({ type: v.literal('bloby:install-app') }),
  v.object({ type: v.literal('bloby:show-ios-install') }),
  /** The owner is signed in and through the wizard: just now, with `opensChat`, or already was. */
  v.object({ type: v.literal('bloby:onboard-complete'), opensChat: v.optional(v.boolean()) }),
  /** Nobody is signed in, or the wizard is not done: the shell shows the chat alone, over everything, without the bubble. */
  v.object({ type: v.literal('bloby:signed-out') }),
  /** For the bubble: what its dot shows. */
  v.object({
    type: v.literal('bloby:activity'),
    isWorking: v.boolean(),
    needsOwner: v.boolean(),
    unread: v.number(),
  }),
  v.object({ type: v.literal('bloby:rebuilding') }),
  v.object({ type: v.literal('bloby:rebuilt') }),
  /** The fields of a `Problem`. */
  v.object({
    type: v.literal('bloby:build-error'),
    id: v.optional(v.string()),
    title: v.string(),
    detail: v.optional(v.string()),
    lines: v.optional(v.array(v.string())),
    restart: v.optional(v.string()),
  }),
  v.object({ type: v.literal('bloby:hmr-update') }),
  /** Settings were saved that the app may be told of. */
  v.object({ type: v.literal('bloby:settings-changed') }),
  v.object({ type: v.literal('bloby:theme'), theme: v.picklist(['light', 'dark', 'system']) }),
])
export type FromChat = v.InferOutput<typeof fromChat>

/** Shell to chat. */
export const toChat = v.variant('type', [
  /** `isFromApp`: the app asked for it, so the owner may have meant none of it and must send it on purpose. */
  v.object({ type: v.literal('bloby:compose'), text: v.string(), isFromApp: v.boolean() }),
  /** `keepsFocus`: it was not the owner who opened it, so what is typed now is meant for something else. */
  v.object({
    type: v.literal('bloby:panel'),
    isOpen: v.boolean(),
    keepsFocus: v.optional(v.boolean()),
  }),
  /** Show this conversation: a notification of it was pressed. */
  v.object({ type: v.literal('bloby:conversation'), id: v.string() }),
  /** Open a page of the settings. */
  v.object({ type: v.literal('bloby:settings'), place: v.picklist(['provider']) }),
  /** Pixels that the keyboard or the notch covers, which the chat must keep free. */
  v.object({ type: v.literal('bloby:insets'), top: v.number(), bottom: v.number() }),
])
export type ToChat = v.InferOutput<typeof toChat>

/** Reads a frame message; undefined when it is not one of ours. */
export function parseFrameMessage<T>(schema: v.GenericSchema<unknown, T>, data: unknown): T | undefined {
  const result = v.safeParse(schema, data)
  return result.success ? result.output : undefined
}
