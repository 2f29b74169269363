import { type ListedMemoryFile, type MemoryAnswer, memoryAnswer } from '../../protocol/memory-files.ts'
import { useChat } from '../ui/chat-context.tsx'
import { countWords } from '../ui/number-words.ts'
import { dateWords, timeWords } from './date-words.ts'
import { Loaded } from './loaded.tsx'
import { memoryTexts as texts } from './memory-texts.ts'
import { QuestionBlock } from './question-block.tsx'
import { LinkRow, Rows } from './rows.tsx'
import { readUnsaved } from './unsaved-memory.ts'
import { useAnswer } from './use-answer.ts'

/** The files that the agent's memory is made of. */
export function MemorySection() {
  return (
    <Loaded asked={useAnswer('/api/memory', memoryAnswer)}>{(memory) => <List memory={memory} />}</Loaded>
  )
}

function List({ memory: { files, notes, olderNotes } }: { memory: MemoryAnswer }) {
  return (
    <>
      <QuestionBlock question={texts.files} lead={texts.lead}>
        <Rows label={texts.files}>
          {files.map((file) => (
            <FileRow key={file.name} file={file} title={purposeOf(file.name)} />
          ))}
        </Rows>
      </QuestionBlock>
      <QuestionBlock question={texts.notes} lead={notes.length > 0 ? texts.notesLead : texts.noNotes}>
        {notes.length > 0 && (
          <Rows label={texts.notes}>
            {notes.map((note) => (
              <FileRow key={note.name} file={note} title={noteTitle(note.name)} />
            ))}
          </Rows>
        )}
        {olderNotes > 0 && (
          <p className="text-sm text-ink-3">{texts.older(olderNotes, countWords(olderNotes))}</p>
        )}
      </QuestionBlock>
    </>
  )
}

function FileRow({
  file: { name, isEditable, changedAt },
  title,
}: {
  file: ListedMemoryFile
  title: string
}) {
  const chat = useChat()
  const state = changedAt === 0 ? texts.missing : texts.changed(timeWords(changedAt))
  return (
    <LinkRow
      title={title}
      state={
        <>
          <span className="font-mono">{name}</span> ·{' '}
          {isEditable && readUnsaved(name) ? <span className="text-warn">{texts.unsavedMark}</span> : state}
        </>
      }
      onOpen={() => chat.openSettings(`memory/${name}`)}
    />
  )
}

function purposeOf(name: string): string {
  return Object.entries(texts.purposes).find(([file]) => file === name)?.[1] ?? name
}

function noteTitle(name: string): string {
  return dateWords(name.replace(/\.md$/, ''))
}
