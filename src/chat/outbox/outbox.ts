import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ClientMessage } from '../../protocol/chat.ts'
import type { OutboxEntry, OutboxStore } from './outbox-store.ts'

export type OutboxItem = OutboxEntry & {
  /**
   * saving: not yet on this device's disk. waiting: to be sent. sending: sent, not yet confirmed. accepted: on the server's
   * disk, and shown until the record brings it. failed: refused by the server.
   */
  state: 'saving' | 'waiting' | 'sending' | 'accepted' | 'failed'
  /** The id of the message in the record, once accepted. */
  messageId?: string
}

export interface OutboxState {
  items: readonly OutboxItem[]
  /** False when this browser keeps nothing: unsent messages are then lost with the page. */
  isDurable: boolean
}

export interface Outbox {
  readonly store: StoreApi<OutboxState>
  /** Keeps a message and sends it as soon as it can be; it is in `store` when this returns. With an `id`, once only. */
  add(message: Omit<OutboxEntry, 'id' | 'createdAt' | 'failure'> & { id?: string }): Promise<void>
  /** The socket is open: takes in what other tabs left behind and sends everything again. */
  online(): Promise<void>
  offline(): void
  accepted(id: string, messageId: string): Promise<void>
  rejected(id: string, failure: { code: string; message: string }): Promise<void>
  retry(id: string): Promise<void>
  /** Removes a message that was refused. */
  discard(id: string): Promise<void>
  /** The record has these messages now, so what was shown in their place can go. */
  recorded(messageIds: (id: string) => boolean): void
  /** The page has, or can get, all that the server had of a conversation when it answered: what it had accepted is among that. */
  caughtUp(conversationId: string): void
}

/**
 * The owner's messages on their way. Each is on this device's disk before it is sent and until the server has it on its own;
 * in one conversation the next is sent only when the one before was accepted or refused, so their order holds.
 */
export function createOutbox(deps: {
  disk: OutboxStore
  /** Whether it was handed to an open socket. */
  send: (message: ClientMessage) => boolean
  /** ms since 1970 */
  now: () => number
  createId: () => string
}): Outbox {
  const { disk } = deps
  const store = createStore<OutboxState>(() => ({ items: [], isDurable: true }))
  const acceptedIds = new Set<string>()
  let isOnline = false
  /** Grows with each `online` and `offline`: what began under an earlier one no longer counts. */
  let changes = 0
  let lastCreatedAt = 0

  const items = () => store.getState().items
  const find = (id: string) => items().find((item) => item.id === id)
  const setItems = (next: readonly OutboxItem[]) => store.setState({ items: next })
  const change = (id: string, changes: Partial<OutboxItem>) =>
    setItems(items().map((item) => (item.id === id ? { ...item, ...changes } : item)))

  async function onDisk(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      if (!store.getState().isDurable) store.setState({ isDurable: true })
    } catch (error) {
      console.warn('Unsent messages cannot be kept on this device.', error)
      store.setState({ isDurable: false })
    }
  }

  function pump() {
    if (!isOnline) return
    const seen = new Set<string>()
    for (const item of items()) {
      if (item.state === 'accepted' || item.state === 'failed' || seen.has(item.conversationId)) continue
      seen.add(item.conversationId)
      if (item.state === 'waiting' && deps.send(messageOf(item))) change(item.id, { state: 'sending' })
    }
  }

  return {
    store,
    async add({ id = deps.createId(), ...message }) {
      if (find(id) || acceptedIds.has(id)) return
      lastCreatedAt = Math.max(deps.now(), lastCreatedAt + 1)
      const entry: OutboxEntry = { ...message, id, createdAt: lastCreatedAt }
      setItems([...items(), { ...entry, state: 'saving' }])
      await onDisk(() => disk.put(entry))
      change(entry.id, { state: 'waiting' })
      pump()
    },
    async online() {
      const mine = ++changes
      setItems(items().map((item) => (item.state === 'sending' ? { ...item, state: 'waiting' } : item)))
      await onDisk(async () => {
        const kept = await disk.all()
        const added = kept.filter((entry) => !find(entry.id) && !acceptedIds.has(entry.id)).map(itemOf)
        if (added.length > 0) setItems([...added, ...items()].sort((a, b) => a.createdAt - b.createdAt))
      })
      if (mine !== changes) return
      // Not before: what was said first may have lain on the disk alone, and goes first.
      isOnline = true
      pump()
    },
    offline() {
      changes += 1
      isOnline = false
      setItems(items().map((item) => (item.state === 'sending' ? { ...item, state: 'waiting' } : item)))
    },
    async accepted(id, messageId) {
      acceptedIds.add(id)
      change(id, { state: 'accepted', messageId })
      pump()
      await onDisk(() => disk.remove(id))
    },
    async rejected(id, failure) {
      const item = find(id)
      if (!item) return
      change(id, { state: 'failed', failure })
      pump()
      await onDisk(() => disk.put({ ...entryOf(item), failure }))
    },
    async retry(id) {
      const item = find(id)
      if (item?.state !== 'failed') return
      const { failure: _, ...entry } = entryOf(item)
      setItems(items().map((other) => (other.id === id ? { ...entry, state: 'waiting' } : other)))
      pump()
      await onDisk(() => disk.put(entry))
    },
    async discard(id) {
      setItems(items().filter((item) => item.id !== id))
      await onDisk(() => disk.remove(id))
    },
    recorded(has) {
      const left = items().filter((item) => item.state !== 'accepted' || !has(item.messageId ?? item.id))
      if (left.length < items().length) setItems(left)
    },
    caughtUp(conversationId) {
      const left = items().filter(
        (item) => item.state !== 'accepted' || item.conversationId !== conversationId,
      )
      if (left.length < items().length) setItems(left)
    },
  }
}

function itemOf(entry: OutboxEntry): OutboxItem {
  return { ...entry, state: entry.failure ? 'failed' : 'waiting' }
}

function entryOf({ state: _state, messageId: _messageId, ...entry }: OutboxItem): OutboxEntry {
  return entry
}

function messageOf(entry: OutboxEntry): ClientMessage {
  return {
    type: 'user:message',
    id: entry.id,
    conversationId: entry.conversationId,
    ...(entry.isNewConversation && { isNewConversation: true }),
    ...(entry.branch && { branch: entry.branch }),
    content: entry.content,
    ...(entry.files?.length && {
      attachments: entry.files.map(({ id, name, mediaType, voice }) => ({
        ...{ fileId: id, name, mediaType },
        ...(voice && { voice }),
      })),
    }),
  }
}
