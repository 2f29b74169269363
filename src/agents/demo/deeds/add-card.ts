import { AppError } from '../../../system/errors.ts'
import type { Bench, Deed } from '../bench.ts'
import { type NoteKind, nameOf } from '../wishes/wish.ts'
import { cannot, missing, unknownPlace } from './cannot.ts'
import { keepTexts } from './keep.ts'
import { kebab, pascal, quoted, withImport } from './source-edit.ts'

const listPath = 'client/src/cards.ts'
const titles: Record<NoteKind, string> = { note: 'Notes', todo: 'To-dos', link: 'Links' }

/** Adds a card with the notes, to-dos or links of app.db: a file of its own and a line in cards.ts. */
export const addCard: Deed<'add-card'> = async (bench, { card, title = titles[card], text }) => {
  const name = kebab(title === 'To-dos' ? 'todos' : title)
  if (name === '') throw cannot(`I cannot make a file name of “${title}”. Give the card a name with letters.`)
  const said = await putCard(bench, card, title, name)
  if (text === undefined) return said
  try {
    return `${said} ${await keepTexts(bench, card, [text])}`
  } catch (error) {
    // The card stands all the same.
    if (error instanceof AppError && error.kind === 'conflict') return `${said} ${error.message}`
    throw error
  }
}

export const addOtherCard: Deed<'add-other-card'> = async () =>
  'The demo can build three cards: notes, to-dos and links. Ask for “a to-do card”, say. Any other card needs a model: say “connect a provider” to see how you get one.'

async function putCard({ hands }: Bench, card: NoteKind, title: string, name: string): Promise<string> {
  const list = await hands.look(listPath)
  if (list === null) throw missing(listPath)
  const component = `${pascal(name)}Card`
  const path = `client/src/cards/${name}-card.tsx`
  if (new RegExp(`\\b${component}\\b`).test(list)) return `The card **${title}** is already on the page.`
  const listed = withCard(list, component, `./cards/${name}-card.tsx`)
  if (listed === undefined) throw unknownPlace(listPath)
  const source = cardSource(card, title, component)
  const there = await hands.look(path)
  if (there !== null && there !== source)
    throw cannot(`There is already a file \`${path}\` that I did not write, so I changed nothing.`)
  await hands.edit([
    { path, after: source },
    { path: listPath, after: listed },
  ])
  return `The card **${title}** is on the page. It shows the ${nameOf(card)}s that are kept in the app’s database.`
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

function cardSource(card: NoteKind, title: string, component: string): string {
  const attribute = /["\\{}<>&]/.test(title) ? `{${quoted(title)}}` : `"${title}"`
  return `import { useState } from 'react'
import { Card } from '../components/card.tsx'
import { Rows } from '../components/row.tsx'
import { useBackend, useLive } from '../page-context.ts'
import { type Note, NoteRow } from './note-row.tsx'

/** The ${nameOf(card)}s that are kept in app.db. */
export function ${component}() {
  const backend = useBackend()
  const { data } = useLive<{ notes: Note[] }>('/notes')
  const [problem, setProblem] = useState('')
  const notes = data?.notes.filter((note) => note.kind === '${card}') ?? []

  function change(sent: Promise<unknown>) {
    return sent.then(
      () => setProblem(''),
      (error: Error) => setProblem(error.message),
    )
  }

  return (
    <Card title=${attribute} aside={data && String(notes.length)}>
      {data && notes.length === 0 && <p className="text-text-2">No ${nameOf(card)}s yet.</p>}
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
