import { AppError } from '../../../system/errors.ts'
import type { Bench, Deed } from '../bench.ts'
import { type NoteKind, nameOf } from '../wishes/wish.ts'
import { cannot, missing, unknownPlace } from './cannot.ts'
import { keepTexts } from './keep.ts'
import { kebab, pascal, quoted, withImport } from './source-edit.ts'

const listPath = 'client/src/cards.ts'
const titles: Record<NoteKind, string> = { note: 'Notes', todo: 'To-dos', link: 'Links' }

/**
 * Adds a card with the notes, to-dos or links of app.db: a file of its own and a line in cards.ts. One with a title of the owner's is a
 * list of its own.
 */
export const addCard: Deed<'add-card'> = async (bench, { card, title = titles[card], text }) => {
  const list = title === titles[card] ? undefined : title
  const name = kebab(title === 'To-dos' ? 'todos' : title)
  if (name === '') throw cannot(`I cannot make a file name of “${title}”. Give the card a name with letters.`)
  const said = await putCard(bench, { card, title, name, list })
  if (text === undefined) return said
  try {
    return `${said} ${await keepTexts(bench, card, [text], list)}`
  } catch (error) {
    // The card stands all the same.
    if (error instanceof AppError && error.kind === 'conflict') return `${said} ${error.message}`
    throw error
  }
}

export const addOtherCard: Deed<'add-other-card'> = async () =>
  'The demo can build three cards: notes, to-dos and links. Ask for “a to-do card”, say. Any other card needs a model: say “connect a provider” to see how you get one.'

interface NewCard {
  card: NoteKind
  title: string
  /** Of its file. */
  name: string
  list: string | undefined
}

async function putCard({ hands }: Bench, { card, title, name, list: ownList }: NewCard): Promise<string> {
  const list = await hands.look(listPath)
  if (list === null) throw missing(listPath)
  const component = `${pascal(name)}Card`
  const path = `client/src/cards/${name}-card.tsx`
  if (new RegExp(`\\b${component}\\b`).test(list)) return `The card **${title}** is already on the page.`
  const listed = withCard(list, component, `./cards/${name}-card.tsx`)
  if (listed === undefined) throw unknownPlace(listPath)
  const source = cardSource(card, title, component, ownList)
  const there = await hands.look(path)
  if (there !== null && there !== source)
    throw cannot(`There is already a file \`${path}\` that I did not write, so I changed nothing.`)
  await hands.edit([
    { path, after: source },
    { path: listPath, after: listed },
  ])
  return ownList === undefined
    ? `The card **${title}** is on the page. It shows the ${nameOf(card)}s that are kept in the app’s database, and you can add to them there.`
    : `The card **${title}** is on the page: a list of its own, kept in the app’s database. Add to it there.`
}

function withCard(list: string, component: string, file: string): string | undefined {
  const imported = withImport(list, `import { ${component} } from '${file}'`)
  const place = /(export const mainCards\b[^=]*=\s*\[)([^\]]*)\]/
  const items = imported && place.exec(imported)?.[2]
  if (imported === undefined || items === undefined) return undefined
  const after = /\bCapture\b/.test(items)
    ? items.replace(/\bCapture\b/, `Capture, ${component}`)
    : items.trim() === ''
      ? component
      : `${component}, ${items.trimStart()}`
  return imported.replace(place, (_, start: string) => `${start}${after}]`)
}

function cardSource(card: NoteKind, title: string, component: string, list: string | undefined): string {
  const attribute = /["\\{}<>&]/.test(title) ? `{${quoted(title)}}` : `"${title}"`
  const isShown = list === undefined ? `note.kind === '${card}'` : 'note.list === list'
  const typed = card === 'todo' ? `\`todo \${text}\`` : 'text'
  const body = list === undefined ? `{ text: ${typed} }` : `{ text: ${typed}, list }`
  const what = list === undefined ? `The ${nameOf(card)}s` : 'A list of its own,'
  return `import { useState } from 'react'
import { Card } from '../components/card.tsx'
import { Rows } from '../components/row.tsx'
import { useBackend, useLive } from '../page-context.ts'
import { type Note, NoteRow } from './note-row.tsx'
${list === undefined ? '' : `\nconst list = ${quoted(list)}\n`}
/** ${what} kept in app.db. */
export function ${component}() {
  const backend = useBackend()
  const { data } = useLive<{ notes: Note[] }>('/notes')
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')
  const notes = data?.notes.filter((note) => ${isShown}) ?? []

  function change(sent: Promise<unknown>) {
    return sent.then(
      () => setProblem(''),
      (error: Error) => setProblem(error.message),
    )
  }

  async function add() {
    if (text.trim() === '') return
    await change(backend.send('POST', '/notes', ${body}).then(() => setText('')))
  }

  return (
    <Card title=${attribute} aside={data && String(notes.length)}>
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label=${attribute}
          placeholder="Add a ${nameOf(card)}"
          maxLength={4000}
          autoComplete="off"
          enterKeyHint="done"
          className="h-11 min-w-0 flex-1 rounded-control border border-line-strong bg-bg px-3.5 text-[16px] placeholder:text-text-3"
        />
        <button type="submit" className="h-11 shrink-0 rounded-control border border-line px-4 font-medium">
          Add
        </button>
      </form>
      {data && notes.length === 0 && <p className="mt-2 text-label text-text-3">Nothing here yet.</p>}
      <Rows>
        {notes.map((note) => (
          <NoteRow
            key={note.id}
            note={note}
            onTick={(isDone) => change(backend.send('PATCH', \`/notes/\${note.id}\`, { isDone }))}
            onDelete={() => change(backend.send('DELETE', \`/notes/\${note.id}\`))}
          />
        ))}
      </Rows>
      <p role="alert" className="text-label text-danger">
        {problem}
      </p>
    </Card>
  )
}
`
}
