import type { ComponentType } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SentFile } from '../../protocol/turn-parts.ts'
import type { Voice } from './voice.ts'

/** All that has to do with voice, whose code comes after the page's. */
export interface VoiceParts {
  voice: Voice
  /** What is being recorded, and what is recorded and not sent. */
  Panel: ComponentType
  /** A voice message that was sent. */
  Message: ComponentType<{ file: SentFile }>
}

export interface VoiceDoor {
  readonly store: StoreApi<{
    /** Null until it was opened. */
    parts: VoiceParts | null
    /** A recorder stands in the composer's place. */
    isRecording: boolean
  }>
  /** Brings the code, once. */
  open(): Promise<VoiceParts>
  /** Whether a recording is on its way to a conversation. */
  isSendingTo(conversationId: string): boolean
}

export function createVoiceDoor(load: (store: VoiceDoor['store']) => Promise<VoiceParts>): VoiceDoor {
  const store: VoiceDoor['store'] = createStore(() => ({ parts: null, isRecording: false }))
  let opening: Promise<VoiceParts> | undefined
  return {
    store,
    open() {
      opening ??= load(store).catch((error: unknown) => {
        opening = undefined
        throw error
      })
      return opening
    },
    isSendingTo: (conversationId) =>
      store
        .getState()
        .parts?.voice.store.getState()
        .kept.some(({ target }) => target?.conversationId === conversationId) ?? false,
  }
}
