import { useRef, useState } from 'react'
import { type SystemAnswer, systemAnswer } from '../../protocol/api.ts'
import { ApiError } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { FailureNote, failureOf } from '../ui/form-failure.tsx'
import { sizeWords } from '../ui/number-words.ts'
import { appearanceTexts as texts } from './appearance-texts.ts'
import { uploadBubble } from './bubble-upload.ts'
import { Loaded } from './loaded.tsx'
import { QuestionBlock } from './question-block.tsx'
import { useAnswer } from './use-answer.ts'

const mostBytes = 5 * 1024 * 1024
const accepted = 'image/png,image/jpeg,image/webp,image/gif,video/mp4,video/webm'

/** What the bubble looks like: a dot, or what the owner gives it. */
export function BubbleBlock() {
  const asked = useAnswer('/api/system', systemAnswer)
  return (
    <QuestionBlock question={texts.bubble} lead={texts.bubbleLead}>
      <Loaded asked={asked}>{({ bubble }) => <Bubble bubble={bubble ?? null} again={asked.again} />}</Loaded>
    </QuestionBlock>
  )
}

function Bubble({
  bubble,
  again,
}: {
  bubble: NonNullable<SystemAnswer['bubble']> | null
  again: () => void
}) {
  const chat = useChat()
  const input = useRef<HTMLInputElement>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  async function change(work: () => Promise<unknown>) {
    setIsBusy(true)
    setFailure(null)
    try {
      await work()
      chat.tellShell({ type: 'bloby:bubble-changed' })
      again()
    } catch (error) {
      setFailure(error instanceof ApiError ? failureOf(error, Date.now()).text : texts.unreadable)
    }
    setIsBusy(false)
  }

  function take(file: File | undefined) {
    if (!file) return
    if (file.size > mostBytes) setFailure(texts.tooLarge(sizeWords(file.size)))
    else void change(() => uploadBubble(chat.api, file))
  }

  return (
    <>
      <div className="flex items-center gap-4">
        <Preview bubble={bubble} />
        <div className="flex flex-wrap gap-2">
          <Button disabled={isBusy} onClick={() => input.current?.click()}>
            {isBusy ? texts.uploading : bubble ? texts.chooseOther : texts.choose}
          </Button>
          {bubble && (
            <Button disabled={isBusy} onClick={() => void change(() => chat.api.delete('/api/bubble'))}>
              {texts.remove}
            </Button>
          )}
        </div>
        <input
          ref={input}
          type="file"
          accept={accepted}
          aria-label={texts.choose}
          tabIndex={-1}
          className="hidden"
          onChange={({ target }) => {
            take(target.files?.[0])
            // The same file may be chosen again.
            target.value = ''
          }}
        />
      </div>
      {failure !== null && <FailureNote text={failure} />}
      <p className="text-sm text-ink-3">{texts.bubbleHint}</p>
    </>
  )
}

function Preview({ bubble }: { bubble: NonNullable<SystemAnswer['bubble']> | null }) {
  const frame = 'size-15 shrink-0 rounded-[18px] object-cover shadow-high'
  if (!bubble)
    return (
      <span
        role="img"
        aria-label={texts.bubbleNow}
        className={`${frame} inline-flex items-center justify-center bg-[oklch(0.22_0.01_260)]`}
      >
        <span className="size-3.5 rounded-full bg-[oklch(0.78_0.13_165)]" />
      </span>
    )
  const address = `/api/bubble?${new URLSearchParams({ v: bubble.version })}`
  if (!bubble.mediaType.startsWith('video/'))
    return <img key={address} src={address} alt={texts.bubbleNow} className={frame} />
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  return (
    <video
      key={address}
      src={address}
      aria-label={texts.bubbleNow}
      muted
      loop
      playsInline
      autoPlay={!isStill}
      className={frame}
    />
  )
}
