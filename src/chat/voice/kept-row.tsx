import ArrowUp from 'lucide-react/icons/arrow-up'
import RotateCw from 'lucide-react/icons/rotate-cw'
import Trash from 'lucide-react/icons/trash-2'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand/react'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { percentWords } from '../ui/number-words.ts'
import type { Player } from './player.ts'
import { SoundControl } from './sound-control.tsx'
import { useTarget } from './use-target.ts'
import type { KeptRecording, Voice } from './voice.ts'
import { voiceTexts as texts } from './voice-texts.ts'

/** A recording that is no message yet: to be listened to, sent or deleted, and how far it is on its way. */
export function KeptRow({
  recording,
  voice,
  player,
}: {
  recording: KeptRecording
  voice: Voice
  player: Player
}) {
  const { attempt, connection } = useChat()
  const isOnline = useStore(connection, ({ state }) => state.kind === 'online')
  const target = useTarget()
  const source = useSource(recording.sound, player)
  const { id, state, durationMs, peaks, error } = recording
  const hasFailed = state === 'failed' && isOnline

  function send() {
    const to = target()
    if (to) void attempt(() => voice.send(id, to))
  }

  return (
    <li className="flex items-center gap-1 rounded-[14px] border bg-surface p-1.5 shadow-low">
      <SoundControl player={player} source={source} durationMs={durationMs} peaks={peaks}>
        {(time) => (
          <p role={hasFailed ? 'alert' : undefined} className="flex gap-2 text-xs text-ink-2 tabular-nums">
            <span className={hasFailed ? 'text-danger [overflow-wrap:anywhere]' : 'min-w-0 truncate'}>
              {hasFailed ? error : wordsOf(recording)}
            </span>
            <span className="ml-auto shrink-0">{time}</span>
          </p>
        )}
      </SoundControl>
      <IconButton
        label={texts.remove}
        icon={Trash}
        className="ml-1 rounded-full"
        onClick={() => void attempt(() => voice.remove(id))}
      />
      {state === 'kept' && (
        <button
          id={sendButtonId(id)}
          type="button"
          aria-label={texts.send}
          title={texts.send}
          className="inline-flex size-control shrink-0 items-center justify-center rounded-full bg-ink text-bg hover:opacity-85"
          onClick={send}
        >
          <ArrowUp size={18} strokeWidth={2} aria-hidden />
        </button>
      )}
      {hasFailed && (
        <IconButton
          label={texts.retry}
          icon={RotateCw}
          className="rounded-full"
          onClick={() => void attempt(() => voice.retry(id))}
        />
      )}
    </li>
  )
}

/** Where the focus goes when the recorder is gone. */
export function sendButtonId(id: string): string {
  return `send-${id}`
}

function wordsOf({ state, share }: KeptRecording): string {
  if (state === 'uploading') return texts.uploading(percentWords(share))
  if (state === 'failed') return texts.waiting
  return state === 'transcribing' ? texts.transcribing : texts.unsentOne
}

/** An address of the sound, for as long as it is shown. */
function useSource(sound: Blob, player: Player): string {
  const [source] = useState(() => URL.createObjectURL(sound))
  useEffect(
    () => () => {
      player.release(source)
      URL.revokeObjectURL(source)
    },
    [source, player],
  )
  return source
}
