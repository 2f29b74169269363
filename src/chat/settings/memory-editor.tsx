import { useEffect, useRef, useState } from 'react'
import { type MemoryFileAnswer, maxMemoryBytes, memoryFileAnswer } from '../../protocol/memory-files.ts'
import { ApiError } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { FailureNote, failureOf } from '../ui/form-failure.tsx'
import { sizeWords } from '../ui/number-words.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { memoryPath } from './memory-path.ts'
import { memoryTexts as texts } from './memory-texts.ts'
import { settingsTexts } from './settings-texts.ts'
import { keepUnsaved, readUnsaved } from './unsaved-memory.ts'

/**
 * The text of a file, to be changed. What is typed outlives the page of the settings. When the agent wrote the file meanwhile, both texts
 * are shown and the owner decides.
 */
export function MemoryEditor({
  file,
  close,
}: {
  file: MemoryFileAnswer
  /** With the file as it is now. */
  close: (current: MemoryFileAnswer) => void
}) {
  const { name } = file
  const { api, announcer } = useChat()
  const [mine, setMine] = useState(() => readUnsaved(name) ?? { text: file.text, version: file.version })
  const [current, setCurrent] = useState(file)
  const [hasConflict, setHasConflict] = useState(false)
  const [isSaving, setIsSaving] = useState(false)
  const [isLeaving, setIsLeaving] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const isChanged = mine.text !== current.text
  const isTooLong = new TextEncoder().encode(mine.text).length > maxMemoryBytes

  // biome-ignore lint/correctness/useExhaustiveDependencies: when Edit was pressed, not when it opens with what was kept
  useEffect(() => {
    if (!isChanged) field.current?.focus()
  }, [])

  function type(text: string) {
    const next = { ...mine, text }
    setMine(next)
    keepUnsaved(name, text === current.text ? null : next)
  }

  function leave(current: MemoryFileAnswer) {
    keepUnsaved(name, null)
    close(current)
  }

  async function save(version: string) {
    setIsSaving(true)
    setFailure(null)
    try {
      const saved = await api.ask('PUT', memoryPath(name), { text: mine.text, version }, memoryFileAnswer)
      announcer.say(settingsTexts.saved)
      leave(saved)
    } catch (error) {
      if (error instanceof ApiError && error.code === 'conflict') await showBoth()
      else setFailure(failureOf(error, Date.now()).text)
      setIsSaving(false)
    }
  }

  async function showBoth() {
    try {
      const now = await api.get(memoryPath(name), memoryFileAnswer)
      setCurrent(now)
      setHasConflict(true)
      announcer.say(texts.conflictTitle)
    } catch (error) {
      setFailure(failureOf(error, Date.now()).text)
    }
  }

  return (
    <form
      className="flex min-h-full flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void save(hasConflict ? current.version : mine.version)
      }}
    >
      {hasConflict && (
        <section
          aria-label={texts.conflictTitle}
          className="rounded-[14px] border border-warn bg-warn-soft p-3"
        >
          <h3 className="font-medium">{texts.conflictTitle}</h3>
          <p className="mt-0.5 mb-2 text-sm">{texts.conflictLead}</p>
          <ScrollRegion
            label={texts.now}
            className="max-h-56 overflow-auto rounded-[10px] border bg-surface p-3 font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {current.text === '' ? texts.empty : current.text}
          </ScrollRegion>
        </section>
      )}
      <textarea
        ref={field}
        aria-label={texts.label(name)}
        value={mine.text}
        spellCheck={false}
        autoCapitalize="none"
        className="min-h-64 w-full flex-1 resize-none rounded-[10px] border bg-surface p-3 font-mono text-field leading-relaxed focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-accent sm:text-sm"
        onChange={(event) => type(event.target.value)}
      />
      {isTooLong && <FailureNote text={texts.tooLong(sizeWords(maxMemoryBytes))} />}
      {failure !== null && <FailureNote text={failure} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="w-full text-sm text-ink-2 sm:w-auto sm:flex-1">{isChanged && texts.unsaved}</p>
        <Button onClick={() => (isChanged ? setIsLeaving(true) : leave(current))}>
          {hasConflict ? texts.takeTheirs : texts.cancel}
        </Button>
        <Button type="submit" look="primary" disabled={!isChanged || isSaving || isTooLong}>
          {hasConflict ? texts.saveMine : isSaving ? settingsTexts.saving : settingsTexts.save}
        </Button>
      </div>
      {isLeaving && (
        <ConfirmDialog
          title={texts.discardTitle}
          lead={texts.discardLead}
          confirm={texts.discard}
          cancel={texts.keepEditing}
          onConfirm={() => leave(current)}
          close={() => setIsLeaving(false)}
        />
      )}
    </form>
  )
}
