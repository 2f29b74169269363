import { withAppDatabase } from '../app-database.ts'
import type { Deed } from '../bench.ts'
import { isBroken } from './breakage.ts'
import { cannot } from './cannot.ts'

/** Takes back what the last turn changed, unless a file has changed since. Saying it again brings it back. */
export const undo: Deed<'undo'> = async ({ hands, now, isContinuation, lastChanges }) => {
  if (lastChanges.length === 0)
    return 'There is nothing of mine to take back: I only remember what I changed in this conversation since I was started.'
  const notes = lastChanges.filter((change) => change.kind === 'note').toReversed()
  /** Each file as it was before the first change of it, and as the last one left it. */
  const files = new Map<string, { before: string | null; after: string | null }>()
  for (const { path, before, after } of lastChanges.filter((change) => change.kind === 'file'))
    files.set(path, { before: (files.get(path) ?? { before }).before, after })
  if ([...files.values()].some(({ before, after }) => isBroken(before) && !isBroken(after)))
    return 'The last thing I did was to repair the app. Taking that back would break it again, so I left it as it is. If you want it broken, say “break the app”.'
  for (const [path, { before, after }] of files) {
    const current = await hands.look(path)
    const isDone = isContinuation && current === before
    if (current !== after && !isDone) throw cannot(`\`${path}\` has changed since, so I took nothing back.`)
  }
  await hands.edit([...files].map(([path, { before }]) => ({ path, after: before })))
  if (notes.length > 0)
    await hands.use(
      { name: 'sql', kind: 'execute', title: 'Take notes out of app.db', locations: [{ path: 'app.db' }] },
      async () => {
        const file = await hands.locate('app.db')
        withAppDatabase(file, (database) => {
          for (const { id } of notes) database.remove(id, now.getTime())
        })
        return { result: undefined, output: notes.map(({ text }) => text).join('\n') }
      },
    )
  const names = [...[...files.keys()].map((path) => `\`${path}\``), ...notes.map(({ text }) => `“${text}”`)]
  return `Taken back: ${names.join(', ')}.`
}
