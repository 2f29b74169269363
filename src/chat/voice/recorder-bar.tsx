import ArrowUp from 'lucide-react/icons/arrow-up'
import Square from 'lucide-react/icons/square'
import X from 'lucide-react/icons/x'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand/react'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { sendButtonId } from './kept-row.tsx'
import { lengthWords } from './length-words.ts'
import { useTarget } from './use-target.ts'
import { mostMinutes, type Voice } from './voice.ts'
import { voiceTexts as texts } from './voice-texts.ts'
import { Wave } from './wave.tsx'

const shownBars = 80

/** What is being recorded, as it sounds. It has the place and the size of the composer. */
export function RecorderBar({ voice }: { voice: Voice }) {
  const { attempt, focusComposer } = useChat()
  const target = useTarget()
  const sendButton = useRef<HTMLButtonElement>(null)

  // The button that was pressed for this is gone.
  useEffect(() => sendButton.current?.focus(), [])

  function stop() {
    void attempt(async () => {
      const id = await voice.stop()
      if (id !== undefined) document.getElementById(sendButtonId(id))?.focus()
    })
  }

  function cancel() {
    void attempt(voice.cancel)
    leave()
  }

  function send() {
    const to = target()
    void attempt(async () => {
      const id = await voice.stop()
      leave()
      if (id !== undefined && to) await voice.send(id, to)
    })
  }

  /** On a phone the keyboard would come with it. */
  function leave() {
    if (matchMedia('(pointer: fine)').matches) focusComposer()
  }

  /** What is open in the chat closes before the panel does, and nothing is lost by it. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.preventDefault()
    stop()
  }

  return (
    <fieldset
      aria-label={texts.recording}
      className="min-w-0 rounded-[16px] border bg-surface p-1.5 shadow-low"
      onKeyDown={onKeyDown}
    >
      <LiveWave voice={voice} />
      <div className="flex items-center gap-1">
        <IconButton label={texts.cancel} icon={X} className="rounded-full" onClick={cancel} />
        <span aria-hidden className="mx-1 size-2 shrink-0 animate-breathe rounded-full bg-danger" />
        <Time voice={voice} />
        <span className="flex-1" />
        <IconButton label={texts.stop} icon={Square} size={16} className="rounded-full" onClick={stop} />
        <button
          ref={sendButton}
          type="button"
          aria-label={texts.send}
          title={texts.send}
          className="inline-flex size-control shrink-0 items-center justify-center rounded-full bg-ink text-bg hover:opacity-85"
          onClick={send}
        >
          <ArrowUp size={18} strokeWidth={2} aria-hidden />
        </button>
      </div>
    </fieldset>
  )
}

function Time({ voice }: { voice: Voice }) {
  const time = useStore(voice.store, ({ live }) =>
    lengthWords(Math.floor((live?.durationMs ?? 0) / 1000) * 1000),
  )
  return (
    <span role="timer" className="shrink-0 text-xs text-ink-2 tabular-nums">
      {texts.recordingTime(time, lengthWords(mostMinutes * 60_000))}
    </span>
  )
}

/** The last seconds, moving from right to left; a step a second for those who want less motion. */
function LiveWave({ voice }: { voice: Voice }) {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  const count = useStore(voice.store, ({ live }) => {
    const { length = 0 } = live?.levels ?? {}
    return isStill ? length - (length % 10) : length
  })
  const levels = voice.store.getState().live?.levels.slice(Math.max(0, count - shownBars), count) ?? []
  const bars = [...Array.from({ length: shownBars - levels.length }, () => 0), ...levels]
  return (
    <div className="relative mx-2 my-1 h-7">
      <Wave peaks={bars} className="text-ink-2" />
    </div>
  )
}
