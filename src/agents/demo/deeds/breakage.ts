import type { Deed } from '../bench.ts'
import { missing } from './cannot.ts'

const mark = '// Broken on purpose by the demo: say "fix it" and these two lines go.'
const breakages = {
  client: { path: 'client/src/app.tsx', line: 'export const broken = (' },
  backend: {
    path: 'backend/index.ts',
    line: `throw new Error('Broken on purpose. Say "fix it" in the chat.')`,
  },
}

/** Whether a file has a mistake of `breakApp` in it. */
export function isBroken(text: string | null): boolean {
  return text?.includes(mark) ?? false
}

/** Puts a mistake into the app, to show that the chat outlives it. */
export const breakApp: Deed<'break'> = async ({ hands }, { what }) => {
  const { path, line } = breakages[what]
  const text = await hands.look(path)
  if (text === null) throw missing(path)
  const name = what === 'client' ? 'page' : 'backend'
  if (isBroken(text)) return `The ${name} is already broken. Say “fix it” to repair it.`
  await hands.edit([{ path, after: `${text.trimEnd()}\n\n${mark}\n${line}\n` }])
  return what === 'client'
    ? `The page has a syntax error at the end of \`${path}\` now. The chat goes on; say “fix it” when you have seen enough.`
    : `The backend stops as soon as it starts now, by the last line of \`${path}\`. The chat goes on; say “fix it” when you have seen enough.`
}

/** Takes the mistakes of `breakApp` out again. */
export const fix: Deed<'fix'> = async ({ hands }) => {
  const edits = await hands.use(
    {
      name: 'search',
      kind: 'search',
      title: 'Look for what I broke',
      locations: Object.values(breakages).map(({ path }) => ({ path })),
    },
    async () => {
      const found: { path: string; after: string }[] = []
      for (const { path, line } of Object.values(breakages)) {
        const text = await hands.look(path)
        const start = text?.indexOf(mark) ?? -1
        if (text === null || start === -1) continue
        const rest = text.slice(start + mark.length + 1)
        const after = `${text.slice(0, start).trimEnd()}\n${rest.startsWith(line) ? rest.slice(line.length + 1) : rest}`
        found.push({ path, after })
      }
      return { result: found, output: found.map(({ path }) => path).join('\n') || 'Nothing found.' }
    },
  )
  if (edits.length === 0)
    return 'I find nothing that I broke. The demo can only repair its own breakages; for others, say “undo”, or connect a provider whose model finds them.'
  await hands.edit(edits)
  return `Repaired: ${edits.map(({ path }) => `\`${path}\``).join(' and ')}.`
}
