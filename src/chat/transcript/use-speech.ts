import { useEffect } from 'react'
import { hasOpenQuestion, type MessagePart } from '../../protocol/turn-parts.ts'
import { type ConversationState, messageOf } from '../conversation/conversation-state.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'
import type { Announcer } from '../ui/announcer.ts'
import { nextSpoken } from './spoken-text.ts'

/** Sentences are looked for no more often than this: it means reading all that was said. */
const listenEveryMs = 400

/** Speaks what the agent says, sentence by sentence, and how its turn goes. */
export function useSpeech(conversation: ConversationStore, announcer: Announcer): void {
  useEffect(() => {
    let messageId: string | undefined
    let spokenTo = 0
    let isWaiting = false
    let listenedAt = 0

    function speakSoon(state: ConversationState) {
      const isFlowing = state.streaming?.parts.at(-1)?.type === 'text'
      if (isFlowing && performance.now() - listenedAt < listenEveryMs) return
      listenedAt = performance.now()
      speak(state, false)
    }

    function speak(state: ConversationState, isComplete: boolean) {
      const parts = (messageId === undefined ? undefined : messageOf(state, messageId))?.parts ?? []
      const text = textOf(parts)
      // What was taken back is said anew when it comes again.
      const { spoken, to } = nextSpoken(text, Math.min(spokenTo, text.length), isComplete)
      spokenTo = to
      if (spoken !== '') announcer.say(spoken)
      const needsOwner = hasOpenQuestion(parts)
      if (needsOwner && !isWaiting) announcer.say(texts.spoken.needsYou)
      isWaiting = needsOwner
    }

    return conversation.store.subscribe((state, before) => {
      if (state.turn && state.turn.id !== before.turn?.id) {
        messageId = state.turn.messageId
        // What was said before this device came is read in the transcript.
        spokenTo = textOf(state.streaming?.parts ?? []).length
        isWaiting = false
        announcer.say(texts.spoken.working)
      } else if (!state.turn && before.turn) {
        speak(state, true)
        const status = messageOf(state, before.turn.messageId)?.status
        announcer.say(endings[status ?? 'done'] ?? texts.spoken.finished)
      } else if (state.turn && state.streaming !== before.streaming) speakSoon(state)
    })
  }, [conversation, announcer])
}

const endings: Partial<Record<string, string>> = {
  stopped: texts.spoken.stopped,
  failed: texts.spoken.failed,
  interrupted: texts.spoken.failed,
}

function textOf(parts: readonly MessagePart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n')
}
