import Pause from 'lucide-react/icons/pause'
import Play from 'lucide-react/icons/play'
import type { KeyboardEvent, ReactNode } from 'react'
import { useStore } from 'zustand/react'
import { IconButton } from '../ui/icon-button.tsx'
import { lengthWords } from './length-words.ts'
import { peaksOf } from './peaks.ts'
import type { Player } from './player.ts'
import { voiceTexts as texts } from './voice-texts.ts'
import { Wave } from './wave.tsx'

/** As many as stand apart on a narrow phone. */
const shownBars = 36

/** Plays one recording: a button, and the wave as a slider, with words under it. */
export function SoundControl({
  player,
  source,
  durationMs,
  peaks,
  children,
}: {
  player: Player
  source: string
  durationMs: number
  peaks: readonly number[]
  /** What stands under the wave, given the time to show. */
  children: (time: string) => ReactNode
}) {
  const isOurs = useStore(player.store, (state) => state.source === source)
  const isPlaying = useStore(player.store, (state) => state.source === source && state.isPlaying)
  const at = useStore(player.store, (state) => (state.source === source ? Math.min(state.at, durationMs) : 0))
  const length = lengthWords(durationMs)
  const bars = peaksOf(peaks, shownBars)
  const share = durationMs > 0 ? at / durationMs : 0

  function onKeyDown(event: KeyboardEvent) {
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
    if (direction === undefined) return
    event.preventDefault()
    const step = Math.min(5000, Math.max(500, durationMs / 20))
    player.seek(source, Math.min(durationMs, Math.max(0, at + direction * step)))
  }

  return (
    <>
      <IconButton
        label={isPlaying ? texts.pause : texts.play}
        icon={isPlaying ? Pause : Play}
        className="rounded-full"
        onClick={() => player.toggle(source)}
      />
      <div className="min-w-0 flex-1">
        <div className="relative h-7 rounded-[6px] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
          <Wave peaks={bars} className="text-ink-3 opacity-60" />
          <Wave peaks={bars} className="text-accent" playedShare={share} />
          <input
            type="range"
            min={0}
            max={durationMs}
            step={10}
            value={at}
            aria-label={texts.position}
            aria-valuetext={texts.positionOf(lengthWords(at), length)}
            className="absolute inset-0 m-0 size-full cursor-pointer opacity-0 pointer-coarse:-inset-y-2 pointer-coarse:h-11"
            onChange={(event) => player.seek(source, event.target.valueAsNumber)}
            onKeyDown={onKeyDown}
          />
        </div>
        {children(isOurs && at > 0 ? texts.recordingTime(lengthWords(at), length) : length)}
      </div>
    </>
  )
}
