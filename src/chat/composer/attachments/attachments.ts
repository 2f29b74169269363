import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type SentFile, sentFile } from '../../../protocol/turn-parts.ts'
import type { DraftPlace } from '../drafts.ts'

/** A file beside the text in the composer. `share` of it that was sent to the server, from 0 to 1. */
export type Attachment = { id: string; name: string } & (
  | { state: 'uploading'; share: number; file: File }
  | { state: 'failed'; error: string; file: File }
  | { state: 'ready'; sent: SentFile }
)

export type Upload = (
  file: File,
  handlers: { onShare: (share: number) => void; signal: AbortSignal },
) => Promise<SentFile>

export interface Attachments {
  readonly store: StoreApi<{ all: ReadonlyMap<string, readonly Attachment[]> }>
  read(place: DraftPlace): readonly Attachment[]
  /** Sends files to the server at once, so that the message itself is small. */
  add(place: DraftPlace, files: readonly File[]): void
  /** Tries again with one that failed. */
  retry(place: DraftPlace, id: string): void
  remove(place: DraftPlace, id: string): void
  /** Puts back files that are on the server already. */
  restore(place: DraftPlace, files: readonly SentFile[]): void
  /** Empties the composer of its files, and gives those that are on the server. */
  take(place: DraftPlace): SentFile[]
}

const none: readonly Attachment[] = []

/** The files in the composer, per conversation. What is on the server is kept in this browser like the text beside it. */
export function createAttachments(deps: {
  storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  upload: Upload
  createId: () => string
}): Attachments {
  const store = createStore<{ all: ReadonlyMap<string, readonly Attachment[]> }>(() => ({ all: new Map() }))
  const uploads = new Map<string, AbortController>()
  const keyOf = ({ id, isNew }: DraftPlace) => `bloby_files:${isNew ? 'new' : id}`

  function read(place: DraftPlace): readonly Attachment[] {
    return store.getState().all.get(place.id) ?? kept(place)
  }

  function kept(place: DraftPlace): readonly Attachment[] {
    try {
      const text = deps.storage().getItem(keyOf(place))
      if (text === null) return none
      return v.parse(v.array(sentFile), JSON.parse(text)).map(readyOf)
    } catch {
      // Storage can be refused, and what is in it may be of another version.
      return none
    }
  }

  function write(place: DraftPlace, attachments: readonly Attachment[]) {
    store.setState({ all: new Map(store.getState().all).set(place.id, attachments) })
    const files = sentOf(attachments)
    try {
      if (files.length === 0) deps.storage().removeItem(keyOf(place))
      else deps.storage().setItem(keyOf(place), JSON.stringify(files))
    } catch {
      // The store keeps them for as long as the page is open.
    }
  }

  function change(place: DraftPlace, id: string, to: Attachment) {
    write(
      place,
      read(place).map((attachment) => (attachment.id === id ? to : attachment)),
    )
  }

  async function send(place: DraftPlace, id: string, file: File) {
    const { name } = file
    const controller = new AbortController()
    uploads.set(id, controller)
    try {
      const onShare = (share: number) => change(place, id, { id, name, state: 'uploading', share, file })
      const sent = await deps.upload(file, { onShare, signal: controller.signal })
      change(place, id, { id, name, state: 'ready', sent })
    } catch (error) {
      change(place, id, { id, name, state: 'failed', error: wordsOf(error), file })
    } finally {
      uploads.delete(id)
    }
  }

  function begin(place: DraftPlace, id: string, file: File): Attachment {
    void send(place, id, file)
    return { id, name: file.name, state: 'uploading', share: 0, file }
  }

  return {
    store,
    read,
    add(place, files) {
      const added = files.map((file) => begin(place, deps.createId(), file))
      write(place, [...read(place), ...added])
    },
    retry(place, id) {
      const attachment = read(place).find((one) => one.id === id)
      if (attachment?.state === 'failed') change(place, id, begin(place, id, attachment.file))
    },
    remove(place, id) {
      uploads.get(id)?.abort()
      write(
        place,
        read(place).filter((attachment) => attachment.id !== id),
      )
    },
    restore(place, files) {
      if (files.length > 0) write(place, [...read(place), ...files.map(readyOf)])
    },
    take(place) {
      const files = sentOf(read(place))
      write(place, none)
      return files
    },
  }
}

function readyOf(sent: SentFile): Attachment {
  return { id: sent.id, name: sent.name, state: 'ready', sent }
}

function sentOf(attachments: readonly Attachment[]): SentFile[] {
  return attachments.flatMap((attachment) => (attachment.state === 'ready' ? [attachment.sent] : []))
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
