import type { ComponentType } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type ClientMessage, type Conversation, conversation } from '../protocol/chat.ts'
import type { FromChat } from '../protocol/frames.ts'
import type { SentFile } from '../protocol/turn-parts.ts'
import { type Account, type AccountState, createAccount } from './account/account.ts'
import { type Api, createApi } from './api/api-client.ts'
import { ApiError } from './api/api-error.ts'
import { type AppStatus, createAppStatus } from './app-state/app-status.ts'
import { type Attachments, createAttachments } from './composer/attachments/attachments.ts'
import { createDrafts, type Drafts } from './composer/drafts.ts'
import { browserClock } from './connection/clock.ts'
import { type ConnectionState, createConnection } from './connection/connection.ts'
import { browserSockets } from './connection/socket.ts'
import { createFrameSchedule } from './conversation/frame-schedule.ts'
import { createReadMarks, type ReadMarks } from './conversation/read-marks.ts'
import { type ActiveConversation, createActiveConversation } from './conversations/active-conversation.ts'
import { type ConversationList, createConversationList } from './conversations/conversation-list.ts'
import { createId } from './create-id.ts'
import { createEngines, type Engines } from './engines.ts'
import { createIndexedDbStore } from './outbox/indexed-db-store.ts'
import { createOutbox, type Outbox } from './outbox/outbox.ts'
import { createServerHandlers } from './server-handlers.ts'
import type { SettingsPlace } from './settings/settings-place.ts'
import { type ActivityReport, createActivityReport } from './shell-link/activity.ts'
import type { ShellLink } from './shell-link/shell-link.ts'
import { texts } from './texts.ts'
import { createHighlighter, type Highlighter } from './transcript/markdown/highlighter.ts'
import { type Announcer, createAnnouncer } from './ui/announcer.ts'

/** Everything the chat knows and can do; the page only shows it. */
export interface Chat {
  readonly api: Api
  readonly account: Account
  readonly connection: StoreApi<{ state: ConnectionState }>
  readonly outbox: Outbox
  readonly active: ActiveConversation
  readonly list: ConversationList
  readonly app: AppStatus
  readonly activity: ActivityReport
  readonly announcer: Announcer
  readonly drafts: Drafts
  readonly attachments: Attachments
  readonly engines: Engines
  readonly readMarks: ReadMarks
  readonly highlighter: Highlighter
  /** Which page of the settings is open; null when none is. */
  readonly settings: StoreApi<{ place: SettingsPlace | null }>
  /** The last thing that went wrong and belongs nowhere else. */
  readonly notice: StoreApi<{ text: string | null }>
  /** Whether the composer was asked to take the focus, and has not yet. */
  readonly focusRequest: StoreApi<{ isWanted: boolean }>
  /** A question to the owner above the composer, whose code came later than the page's. */
  readonly card: StoreApi<{ Card: ComponentType | null }>
  readonly isFramed: boolean
  start(): Promise<void>
  /** The network came back or the device woke up. */
  wake(): void
  openSettings(place: SettingsPlace | null): void
  openConversation(id: string): void
  /** Says something to the shell, when there is one. */
  tellShell(message: FromChat): void
  /** Settings were saved. */
  settingsChanged(): void
  /** Sends a text, and files that are on the server already, to the active conversation. */
  send(content: string, files?: readonly SentFile[]): void
  /**
   * Puts a text, and files, into the composer, after what is there; the owner sends it. One of the app's is marked, and takes no
   * focus.
   */
  compose(text: string, options?: { isFromApp?: boolean; files?: readonly SentFile[] }): void
  focusComposer(): void
  /** Tells the server something; a notice says so when the socket is closed. */
  tell(message: ClientMessage): boolean
  /** Runs what may fail for reasons outside, and shows the words of the failure. True when it worked. */
  attempt(work: () => Promise<unknown>): Promise<boolean>
  rename(id: string, title: string): Promise<boolean>
  remove(id: string): Promise<boolean>
  /** Takes a removal back. */
  restore(id: string): Promise<boolean>
  close(): void
}

/** Puts the parts together. Nothing runs before `start`. */
export function createChat({ shell }: { shell: ShellLink }): Chat {
  const notice = createStore<{ text: string | null }>(() => ({ text: null }))
  const connectionStore = createStore<{ state: ConnectionState }>(() => ({
    state: { kind: 'connecting', failures: 0 },
  }))
  const api = createApi({ fetch: (...call) => fetch(...call), onUnauthorized: () => account.expire() })
  const account = createAccount({ api, onState: onAccount })
  const announcer = createAnnouncer()
  const activity = createActivityReport((report) => shell.post({ type: 'bloby:activity', ...report }))
  const app = createAppStatus({ post: shell.post })
  const list = createConversationList({ api })
  const drafts = createDrafts({ storage: () => localStorage, now: browserClock.now })
  const attachments = createAttachments({
    storage: () => localStorage,
    upload: async (file, handlers) =>
      (await import('./composer/attachments/upload-file.ts')).uploadFile(file, handlers),
    createId,
  })
  const engines = createEngines()
  const highlighter = createHighlighter(
    async () => (await import('./transcript/markdown/highlight.ts')).highlight,
  )
  const readMarks = createReadMarks({ storage: () => localStorage })
  const settings = createStore<{ place: SettingsPlace | null }>(() => ({ place: null }))
  const focusRequest = createStore(() => ({ isWanted: false }))
  const card = createStore<{ Card: ComponentType | null }>(() => ({ Card: null }))
  let isAwayStarted = false

  const connection = createConnection({
    openSocket: browserSockets('/bloby/ws'),
    clock: browserClock,
    random: Math.random,
    isSignedOut: account.isSignedOut,
    onState: onConnection,
    onMessage: (message) => void attempt(async () => handle(message)),
  })
  const outbox = createOutbox({
    disk: createIndexedDbStore(),
    send: connection.send,
    now: Date.now,
    createId,
  })
  const active = createActiveConversation({
    api,
    send: connection.send,
    createId,
    schedule: createFrameSchedule(),
    hasUnsent: (id) =>
      outbox.store.getState().items.some((item) => item.conversationId === id && item.state !== 'accepted'),
  })
  const handle = createServerHandlers({ outbox, active, list, app, activity, engines, onError: showNotice })

  function focusComposer() {
    focusRequest.setState({ isWanted: true })
  }

  /** What this device does for when nobody looks. The chat is whole without it: a failure waits for the next connection. */
  async function startAway() {
    if (isAwayStarted) return
    isAwayStarted = true
    try {
      const away = await import('./away/away.ts')
      away.startAway({ chat, send: connection.send })
    } catch {
      isAwayStarted = false
    }
  }

  function showNotice(text: string) {
    notice.setState({ text })
  }

  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) console.error(error)
      // A 401 shows the login, which says enough.
      if (!(error instanceof ApiError && error.status === 401))
        showNotice(error instanceof ApiError ? error.message : texts.errors.unknown)
      return false
    }
  }

  function onAccount(state: AccountState, before: AccountState) {
    if (state.kind === 'signed-in') {
      shell.post({ type: 'bloby:onboard-complete' })
      connection.start()
      if (before.kind === 'login' || before.kind === 'claim') focusComposer()
      return
    }
    connection.stop()
    announcer.clear()
    settings.setState({ place: null })
    if (state.kind === 'claim' || state.kind === 'login') shell.post({ type: 'bloby:signed-out' })
    if (state.kind === 'unreachable') browserClock.after(3000, () => void account.start())
  }

  function onConnection(state: ConnectionState) {
    const before = connectionStore.getState().state
    connectionStore.setState({ state })
    if (state.kind === 'signed-out') account.expire()
    if (state.kind === 'online') {
      void startAway()
      if (before.kind === 'connecting' && before.failures > 1) announcer.say(texts.spoken.online)
      void attempt(() => Promise.all([outbox.online(), active.catchUp(), list.refresh()]))
    } else {
      outbox.offline()
      if (state.kind === 'offline' && state.failures === 2) announcer.say(texts.spoken.offline)
      if (state.kind === 'offline' && !active.store.getState().conversation) active.follow(null)
    }
  }

  const chat: Chat = {
    api,
    account,
    connection: connectionStore,
    outbox,
    active,
    list,
    app,
    activity,
    announcer,
    drafts,
    attachments,
    engines,
    readMarks,
    highlighter,
    settings,
    notice,
    focusRequest,
    card,
    focusComposer,
    isFramed: shell.isFramed,
    start: account.start,
    wake: connection.wake,
    openSettings: (place) => settings.setState({ place }),
    openConversation: (id) => void attempt(() => active.select(id)),
    tellShell: shell.post,
    settingsChanged: () => shell.post({ type: 'bloby:settings-changed' }),
    send(content, files = []) {
      const conversationId = active.store.getState().conversation?.store.getState().id
      if (conversationId === undefined) return
      notice.setState({ text: null })
      void attempt(() =>
        outbox.add({ conversationId, isNewConversation: active.isNew(conversationId), content, files }),
      )
    },
    compose(text, { isFromApp = false, files = [] } = {}) {
      const id = active.store.getState().conversation?.store.getState().id
      if (id === undefined) return
      const place = { id, isNew: active.isNew(id) }
      const before = drafts.read(place).text.trimEnd()
      const whole = [before, text].filter((part) => part !== '').join('\n\n')
      attachments.restore(place, files)
      if (isFromApp) {
        drafts.suggest(place, whole)
        announcer.say(texts.composer.suggested)
      } else {
        drafts.write(place, whole)
        focusComposer()
      }
    },
    tell(message) {
      const isSent = connection.send(message)
      if (!isSent) showNotice(texts.errors.notConnected)
      return isSent
    },
    attempt,
    rename: (id, title) =>
      attempt(async () => {
        await api.patch(conversationPath(id), { title })
        const known = list.store.getState().known.get(id)
        if (known) list.changed({ ...known, title })
      }),
    remove: (id) =>
      attempt(async () => {
        await api.delete(conversationPath(id))
        list.deleted(id)
        active.removed(id)
      }),
    restore: (id) =>
      attempt(async () => {
        list.changed(await api.ask('POST', `${conversationPath(id)}/restore`, {}, conversation))
      }),
    close: () => shell.post({ type: 'bloby:close' }),
  }
  return chat
}

function conversationPath(id: Conversation['id']): string {
  return `/api/conversations/${encodeURIComponent(id)}`
}
