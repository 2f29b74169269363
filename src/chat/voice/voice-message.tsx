import { useState } from 'react'
import { useStore } from 'zustand/react'
import type { SentFile } from '../../protocol/turn-parts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { pageLocale } from '../ui/page-locale.ts'
import { lengthWords } from './length-words.ts'
import type { Player } from './player.ts'
import { transcribeSound } from './send-recording.ts'
import { SoundControl } from './sound-control.tsx'
import { voiceTexts as texts } from './voice-texts.ts'

/** A voice message of the owner's: to be played, with why there are no words to it where there are none. */
export function VoiceMessage({ file, player }: { file: SentFile; player: Player }) {
  const chat = useChat()
  const [isBusy, setIsBusy] = useState(false)
  const source = `/api/files/${encodeURIComponent(file.id)}`
  const { durationMs = 0, peaks = [], missing } = file.voice ?? {}
  /** What was said goes into the composer: the message itself, and the answer to it, are said already. */
  async function transcribe() {
    setIsBusy(true)
    await chat.attempt(async () => {
      const sound = await fetch(source)
      if (!sound.ok) throw new Error(`The sound could not be read: ${sound.status}`)
      const transcript = await transcribeSound(await sound.blob())
      if ('text' in transcript) chat.compose(transcript.text)
      else chat.notice.setState({ text: transcript.why ?? texts.missing[transcript.missing] })
    })
    setIsBusy(false)
  }

  return (
    <fieldset
      aria-label={texts.message(lengthWords(durationMs))}
      className="flex min-w-0 flex-col items-end gap-1"
    >
      <div className="flex w-full items-center gap-1 rounded-[16px] rounded-br-[4px] bg-bubble p-1.5">
        <SoundControl player={player} source={source} durationMs={durationMs} peaks={peaks}>
          {(time) => <p className="text-xs text-ink-2 tabular-nums">{time}</p>}
        </SoundControl>
        <Rate player={player} />
      </div>
      {missing && (
        <>
          <p className="px-1 text-right text-xs text-ink-2">{texts.missing[missing]}</p>
          {missing !== 'silent' && (
            <span className="flex flex-wrap justify-end">
              <Button look="quiet" disabled={isBusy} onClick={() => void transcribe()}>
                {isBusy ? texts.transcribing : texts.transcribe}
              </Button>
              {missing === 'key' && (
                <Button look="quiet" onClick={() => chat.openSettings('voice')}>
                  {texts.addKey}
                </Button>
              )}
            </span>
          )}
        </>
      )}
    </fieldset>
  )
}

function Rate({ player }: { player: Player }) {
  const rate = new Intl.NumberFormat(pageLocale()).format(useStore(player.store, (state) => state.rate))
  const words = texts.speed(rate)
  return (
    <button
      type="button"
      aria-label={words}
      title={words}
      className="h-control w-11 shrink-0 rounded-[10px] text-xs font-medium text-ink-2 tabular-nums hover:bg-bubble hover:text-ink"
      onClick={player.changeRate}
    >
      {texts.rate(rate)}
    </button>
  )
}
