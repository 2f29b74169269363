import type { ComponentType } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BranchPlace } from '../protocol/branches.ts'
import type { AnswerDraft, ClientMessage, Conversation, MessagePlace } from '../protocol/chat.ts'
import type { FromChat } from '../protocol/frames.ts'
import type { SentFile } from '../protocol/turn-parts.ts'
import { type Account, type AccountState, createAccount } from './account/account.ts'
import { type Api, createApi } from './api/api-client.ts'
import { ApiError } from './api/api-error.ts'
import { type AppStatus, createAppStatus } from './app-state/app-status.ts'
import { type Attachments, createAttachments } from './composer/attachments/attachments.ts'
import { createDrafts, type DraftPlace, type Drafts } from './composer/drafts.ts'
import { browserClock } from './connection/clock.ts'
import { type ConnectionState, createConnection } from './connection/connection.ts'
import { browserSockets } from './connection/socket.ts'
import { createFrameSchedule } from './conversation/frame-schedule.ts'
import { createReadMarks, type ReadMarks } from './conversation/read-marks.ts'
import { type ActiveConversation, createActiveConversation } from './conversations/active-conversation.ts'
import { type ConversationList, createConversationList } from './conversations/conversation-list.ts'
import { createId } from './create-id.ts'
import { createEngines, type Engines } from './engines.ts'
import type { Picture } from './lightbox/picture.ts'
import { createIndexedDbStore } from './outbox/indexed-db-store.ts'
import { createOutbox, type Outbox } from './outbox/outbox.ts'
import { writeAhead } from './outbox/write-ahead.ts'
import { createServerHandlers } from './server-handlers.ts'
import type { SettingsPlace } from './settings/settings-place.ts'
import { type ActivityReport, createActivityReport } from './shell-link/activity.ts'
import type { ShellLink } from './shell-link/shell-link.ts'
import { texts } from './texts.ts'
import { createHighlighter, type Highlighter } from './transcript/markdown/highlighter.ts'
import { type Announcer, createAnnouncer } from './ui/announcer.ts'
import { createVoiceDoor, type VoiceDoor } from './voice/voice-door.ts'

export interface Drawer {
  isOpen: boolean
  /** What was deleted last, for as long as that can be taken back. */
  deleted: readonly Conversation[]
}

export interface KnownBranches {
  places: ReadonlyMap<string, BranchPlace>
  /** Where the focus goes once the version that the owner chose is shown. */
  focus: { messageId: string; isLater: boolean } | null
}

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
  /** The pictures that fill the window, and which of them came first. */
  readonly lightbox: StoreApi<{ shown: { pictures: readonly Picture[]; first: number } | null }>
  /** A question to the owner above the composer, whose code came later than the page's. */
  readonly card: StoreApi<{ Card: ComponentType | null }>
  /** The message in the composer that the owner is writing anew; what stood there before waits under it. */
  readonly editing: StoreApi<{ message: MessagePlace | null }>
  /** Messages of the active conversation in whose place something else was said too, by id. */
  readonly branches: StoreApi<KnownBranches>
  /** Answers that are being written, here or on another device, by question. */
  readonly answerDrafts: StoreApi<{ drafts: ReadonlyMap<string, AnswerDraft> }>
  /** The list of conversations. */
  readonly drawer: StoreApi<Drawer>
  readonly voice: VoiceDoor
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
  /** Sends a text, and files that are on the server already, to the active conversation; or in place of a message there, beside it. */
  send(content: string, files?: readonly SentFile[], inPlaceOf?: MessagePlace | null): void
  /**
   * Puts a text, and files, into the composer, after what is there, or in place of a suggestion that nobody touched; the owner sends it.
   * One of the app's is marked, and takes no focus.
   */
  compose(
    text: string,
    options?: { isFromApp?: boolean; isExample?: boolean; files?: readonly SentFile[] },
  ): void
  focusComposer(): void
  /** Where what is written for a conversation is kept. */
  placeOf(conversationId: string): DraftPlace
  /** Tells the server something; a notice says so when the socket is closed. */
  tell(message: ClientMessage): boolean
  /** Runs what may fail for reasons outside, and shows the words of the failure. True when it worked. */
  attempt(work: () => Promise<unknown>): Promise<boolean>
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
  const editing = createStore<{ message: MessagePlace | null }>(() => ({ message: null }))
  const branches = createStore<KnownBranches>(() => ({ places: new Map(), focus: null }))
  const answerDrafts = createStore(() => ({ drafts: new Map<string, AnswerDraft>() }))
  const drawer = createStore<Drawer>(() => ({ isOpen: false, deleted: [] }))
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
  const readMarks = createReadMarks({
    storage: () => localStorage,
    tell: (conversationId, seq) => connection.send({ type: 'chat:read', conversationId, seq }),
  })
  const settings = createStore<{ place: SettingsPlace | null }>(() => ({ place: null }))
  const focusRequest = createStore(() => ({ isWanted: false }))
  const lightbox = createStore<{ shown: { pictures: readonly Picture[]; first: number } | null }>(() => ({
    shown: null,
  }))
  const card = createStore<{ Card: ComponentType | null }>(() => ({ Card: null }))
  const voice = createVoiceDoor(async (store) =>
    (await import('./voice/start-voice.tsx')).startVoice(chat, store),
  )
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
    disk: writeAhead(createIndexedDbStore(), () => localStorage),
    send: connection.send,
    now: Date.now,
    createId,
  })
  const active = createActiveConversation({
    api,
    send: connection.send,
    createId,
    schedule: createFrameSchedule(),
    hasUnsent,
    isWriting(id) {
      const place = placeOf(id)
      const isInField = document.activeElement?.localName === 'textarea' && document.hasFocus()
      const isTyping = isInField && activity.store.getState().isLooking
      if (isTyping || voice.store.getState().isRecording) return true
      return drafts.read(place).text !== '' || attachments.read(place).length > 0
    },
  })
  const handle = createServerHandlers({
    ...{ outbox, active, list, app, readMarks, engines },
    onError: showNotice,
    onAnswerDraft: (id, draft) =>
      answerDrafts.setState(({ drafts }) => ({ drafts: new Map(drafts).set(id, draft) })),
  })

  function hasUnsent(id: string) {
    const { items } = outbox.store.getState()
    return (
      voice.isSendingTo(id) || items.some((item) => item.conversationId === id && item.state !== 'accepted')
    )
  }

  function placeOf(id: string): DraftPlace {
    return { id, isNew: active.isNew(id) && !hasUnsent(id) }
  }

  function focusComposer() {
    focusRequest.setState({ isWanted: true })
  }

  /** What this device does for when nobody looks. The chat is whole without it: a failure waits for the next connection. */
  async function startAway() {
    if (isAwayStarted) return
    isAwayStarted = true
    try {
      const [away] = await Promise.all([import('./away/away.ts'), voice.open()])
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
      connection.start()
      // Which conversation it is, is known by the time the socket is open.
      if (before.kind !== 'signed-in') void attempt(active.catchUp)
      if (state.wizard === 'first') shell.post({ type: 'bloby:signed-out' })
      if (state.wizard) return
      const opensChat = before.kind === 'signed-in'
      shell.post({ type: 'bloby:onboard-complete', opensChat })
      if (before.kind !== 'starting') focusComposer()
      return
    }
    connection.stop()
    announcer.clear()
    // After a session that ended by itself, the owner comes back to where they were.
    if (state.kind !== 'login' || !state.wasSignedIn) settings.setState({ place: null })
    if (state.kind === 'claim' || state.kind === 'login') shell.post({ type: 'bloby:signed-out' })
    if (state.kind === 'unreachable') browserClock.after(3000, () => void account.start())
  }

  function onConnection(state: ConnectionState) {
    const before = connectionStore.getState().state
    connectionStore.setState({ state })
    if (state.kind === 'signed-out') account.expire()
    if (state.kind === 'online' || state.kind === 'offline')
      shell.post({ type: 'bloby:connection', isConnected: state.kind === 'online' })
    if (state.kind === 'online') {
      if (before.kind === 'connecting' && before.failures > 1) announcer.say(texts.spoken.online)
      // After what is to be shown, for which its code would be in the way.
      void attempt(() => Promise.all([outbox.online(), active.catchUp(), list.refresh()])).then(startAway)
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
    lightbox,
    voice,
    ...{ editing, branches, answerDrafts, drawer },
    focusComposer,
    placeOf,
    isFramed: shell.isFramed,
    start: account.start,
    wake: connection.wake,
    openSettings: (place) => settings.setState({ place }),
    openConversation: (id) => void attempt(() => active.select(id)),
    tellShell: shell.post,
    settingsChanged: () => shell.post({ type: 'bloby:settings-changed' }),
    send(content, files = [], branch = null) {
      const { conversation, elsewhere } = active.store.getState()
      const current = conversation?.store.getState().id
      if (current === undefined) return
      notice.setState({ text: null })
      // The owner goes on here, and with that all devices do.
      if (elsewhere && !branch) chat.openConversation(current)
      const conversationId = branch ? active.branchOff(branch.messageId) : current
      const known = list.store.getState().known.get(current)
      if (branch && known) list.changed({ ...known, id: conversationId })
      const isNewConversation = active.isNew(conversationId)
      void attempt(() =>
        outbox.add({ conversationId, isNewConversation, content, files, ...(branch && { branch }) }),
      )
    },
    compose(text, { isFromApp = false, isExample = false, files = [] } = {}) {
      const id = active.store.getState().conversation?.store.getState().id
      if (id === undefined) return
      const place = placeOf(id)
      attachments.restore(place, files)
      drafts.add(place, text, isFromApp ? 'app' : isExample ? 'example' : 'owner')
      if (isFromApp) announcer.say(texts.composer.suggested)
      else focusComposer()
    },
    tell(message) {
      const isSent = connection.send(message)
      if (!isSent) showNotice(texts.errors.notConnected)
      return isSent
    },
    attempt,
    close: () => shell.post({ type: 'bloby:close' }),
  }
  return chat
}
