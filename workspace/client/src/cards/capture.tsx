import { type SubmitEvent, useEffect, useState } from 'react'
import { Card } from '../components/card.tsx'
import { LoadingRows, Rows } from '../components/row.tsx'
import { useBackend, useIsDown, useLive } from '../page-context.ts'
import { type Note, NoteRow } from './note-row.tsx'

const shownAtFirst = 5
/** What is typed and not kept yet outlives a reload of the page, such as after a restart. */
const draftKey = 'capture-draft'

/** Keeps notes, to-dos and links in app.db. A deleted one can be brought back. */
export function Capture() {
  const backend = useBackend()
  const isDown = useIsDown()
  const { data, problem: readProblem } = useLive<{ notes: Note[] }>('/notes')
  const [text, setText] = useState(() => sessionStorage.getItem(draftKey) ?? '')
  const [isSending, setIsSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [deleted, setDeleted] = useState<Note | null>(null)
  const [isLong, setIsLong] = useState(false)
  const notes = data?.notes.filter((note) => note.id !== deleted?.id) ?? []
  const shown = isLong ? notes : notes.slice(0, shownAtFirst)

  useEffect(() => sessionStorage.setItem(draftKey, text), [text])

  async function keep(event: SubmitEvent) {
    event.preventDefault()
    const typed = text.trim()
    if (typed === '' || isSending) return
    setIsSending(true)
    // The text stays in the box until it is kept.
    if (await attempt(() => backend.send('POST', '/notes', { text: typed }))) setText('')
    setIsSending(false)
  }

  async function remove(note: Note) {
    setDeleted(note)
    if (!(await attempt(() => backend.send('DELETE', `/notes/${note.id}`)))) setDeleted(null)
  }

  async function undo(note: Note) {
    if (await attempt(() => backend.send('POST', `/notes/${note.id}/restore`))) setDeleted(null)
  }

  async function attempt(change: () => Promise<unknown>): Promise<boolean> {
    try {
      await change()
      setProblem(null)
      return true
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
      return false
    }
  }

  return (
    <Card title="Capture">
      <form onSubmit={keep} className="flex gap-2">
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label="A note, a to-do or a link"
          placeholder="Note, link or todo"
          maxLength={4000}
          autoComplete="off"
          enterKeyHint="done"
          className="h-11 min-w-0 flex-1 rounded-control border border-line-strong bg-bg px-3.5 text-[16px] placeholder:text-text-3"
        />
        <button
          type="submit"
          disabled={isSending}
          className="h-11 shrink-0 rounded-control bg-accent px-4 font-medium text-accent-fg"
        >
          Keep
        </button>
      </form>
      <p role="alert" className="text-label text-danger not-empty:mt-2">
        {problem}
      </p>
      <div className="mt-1">
        {!data && readProblem && <p className="mt-2 text-text-2">{readProblem}</p>}
        {!data && !readProblem && !isDown && <LoadingRows count={1} />}
        {data && notes.length === 0 && !deleted && (
          <p className="pt-2 text-label text-text-3">
            Nothing kept yet. Start with “todo” for something to tick off.
          </p>
        )}
        {shown.length > 0 && (
          <Rows>
            {shown.map((note) => (
              <NoteRow
                key={note.id}
                note={note}
                onTick={(isDone) => attempt(() => backend.send('PATCH', `/notes/${note.id}`, { isDone }))}
                onDelete={() => remove(note)}
              />
            ))}
          </Rows>
        )}
        {notes.length > shownAtFirst && (
          <TextButton onClick={() => setIsLong(!isLong)}>
            {isLong ? 'Show fewer' : `Show all ${notes.length}`}
          </TextButton>
        )}
        <p role="status" className="text-label text-text-2">
          {deleted && (
            <>
              Deleted “{deleted.text.length > 40 ? `${deleted.text.slice(0, 40)}…` : deleted.text}”.{' '}
              <TextButton onClick={() => undo(deleted)}>Undo</TextButton>
            </>
          )}
        </p>
      </div>
    </Card>
  )
}

function TextButton({ onClick, children }: { onClick: () => void; children: string | string[] }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-9 rounded px-1 text-label font-medium underline underline-offset-2 pointer-coarse:min-h-11"
    >
      {children}
    </button>
  )
}
