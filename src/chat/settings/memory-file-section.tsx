import Pencil from 'lucide-react/icons/pencil'
import { useState } from 'react'
import { type MemoryFileAnswer, memoryFileAnswer } from '../../protocol/memory-files.ts'
import { Markdown } from '../transcript/markdown/markdown.tsx'
import { Button } from '../ui/button.tsx'
import { timeWords } from './date-words.ts'
import { Loaded } from './loaded.tsx'
import { MemoryEditor } from './memory-editor.tsx'
import { memoryPath } from './memory-path.ts'
import { memoryTexts as texts } from './memory-texts.ts'
import { readUnsaved } from './unsaved-memory.ts'
import { useAnswer } from './use-answer.ts'

/** One file of the memory: shown as it reads, and changed as it is written. */
export function MemoryFileSection({ name }: { name: string }) {
  const asked = useAnswer(memoryPath(name), memoryFileAnswer)
  return <Loaded asked={asked}>{(file) => <MemoryFile read={file} />}</Loaded>
}

function MemoryFile({ read }: { read: MemoryFileAnswer }) {
  const [file, setFile] = useState(read)
  const [wasEdited, setWasEdited] = useState(false)
  const [isEditing, setIsEditing] = useState(file.isEditable && readUnsaved(file.name) !== null)
  if (isEditing)
    return (
      <MemoryEditor
        file={file}
        close={(current) => {
          setFile(current)
          setIsEditing(false)
          setWasEdited(true)
        }}
      />
    )
  return (
    <>
      <div className="mb-4 flex min-h-control items-center gap-3">
        <p className="min-w-0 flex-1 text-sm text-ink-2">
          {file.changedAt === 0 ? texts.missing : texts.changed(timeWords(file.changedAt))}
        </p>
        {file.isEditable && (
          <Button ref={wasEdited ? takeFocus : undefined} onClick={() => setIsEditing(true)}>
            <Pencil size={16} strokeWidth={1.75} aria-hidden />
            {texts.edit}
          </Button>
        )}
      </div>
      {file.text.trim() === '' ? (
        <p className="text-sm text-ink-2">{texts.empty}</p>
      ) : (
        <article className="rounded-[14px] border bg-surface px-4 py-4">
          <Markdown text={file.text} isComplete />
        </article>
      )}
    </>
  )
}

/** After the editor is gone, so that the keyboard goes on where it was. */
function takeFocus(button: HTMLButtonElement | null) {
  button?.focus()
}
