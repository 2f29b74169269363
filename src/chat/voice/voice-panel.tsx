import { useStore } from 'zustand/react'
import { KeptRow } from './kept-row.tsx'
import type { Player } from './player.ts'
import { RecorderBar } from './recorder-bar.tsx'
import type { Voice } from './voice.ts'
import { voiceTexts as texts } from './voice-texts.ts'

/** Above the composer what is recorded and not sent, and in its place the recorder while one runs. */
export function VoicePanel({ voice, player }: { voice: Voice; player: Player }) {
  const kept = useStore(voice.store, (state) => state.kept)
  const isRecording = useStore(voice.store, (state) => state.live !== null)
  return (
    <>
      {kept.length > 0 && (
        <ul aria-label={texts.unsent} className="mb-2 flex max-h-48 flex-col gap-1.5 overflow-y-auto">
          {kept.map((recording) => (
            <KeptRow key={recording.id} {...{ recording, voice, player }} />
          ))}
        </ul>
      )}
      {isRecording && <RecorderBar voice={voice} />}
    </>
  )
}
