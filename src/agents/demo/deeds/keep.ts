import { type NewNote, withAppDatabase } from '../app-database.ts'
import type { Bench, Deed } from '../bench.ts'
import { type NoteKind, nameOf } from '../wishes/wish.ts'

const recentMs = 60 * 60 * 1000

/** Keeps notes, to-dos or links in app.db, where the Capture card shows them. */
export const keep: Deed<'keep'> = (bench, { note, texts }) => keepTexts(bench, note, texts)

/** Keeps texts of one kind and says so; `list` is the title of the card that has them on a list of its own. */
export async function keepTexts(
  { hands, now, isContinuation }: Bench,
  kind: NoteKind,
  texts: string[],
  list?: string,
): Promise<string> {
  const notes = texts.map((text) => ({ ...noteOf(kind, text), ...(list !== undefined && { list }) }))
  const words = notes.map((note) => `“${note.text}”`).join(', ')
  const kept = await hands.use(
    { name: 'sql', kind: 'execute', title: `Keep ${words} in app.db`, locations: [{ path: 'app.db' }] },
    async () => {
      const file = await hands.locate('app.db')
      return withAppDatabase(file, (database) => {
        const time = now.getTime()
        const isNew = (note: NewNote) => !isContinuation || !database.has(note, time - recentMs)
        const added = notes.filter(isNew)
        const ids = database.add(added, time)
        for (const [index, note] of added.entries())
          hands.remember({ kind: 'note', id: ids[index] ?? '', text: note.text })
        return { result: added.length, output: `${added.length} added to notes` }
      })
    },
  )
  if (kept === 0) return `${words} was already kept.`
  return `Kept as ${notes.length === 1 ? `a ${nameOf(notes[0]?.kind ?? kind)}` : `${notes.length} ${nameOf(kind)}s`}: ${words}.`
}

function noteOf(kind: NoteKind, text: string): NewNote {
  const isAddress =
    /^(?:https?:\/\/|www\.)\S+$/i.test(text) || (kind === 'link' && /^[\w-]+(?:\.[\w-]+)+\S*$/.test(text))
  const url = isAddress ? URL.parse(/^https?:/i.test(text) ? text : `https://${text}`) : null
  if (url && kind !== 'todo')
    return { kind: 'link', text: url.href.replace(/^https?:\/\/(?:www\.)?|\/$/gi, ''), url: url.href }
  return { kind: kind === 'link' ? 'note' : kind, text, url: null }
}
