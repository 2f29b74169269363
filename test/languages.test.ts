import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { languages } from '../src/protocol/language.ts'

const root = path.resolve(import.meta.dirname, '..')
const files = ['src/chat', 'src/shell', 'src/widget'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    path.join(folder, name),
  ),
)
const catalogues = files.filter((file) => /(^|[/-])texts\.ts$/.test(file))
const others = languages.slice(1)

/** Names, commands, and words that both languages share. */
const shared = new Set([
  ...['Anthropic', 'Bloby', 'Claude', 'Ollama', 'OpenAI', 'Node.js', 'bubblewrap', 'Seatbelt', 'QR code'],
  ...['English', 'Português', 'Chat', 'Script', 'Scripts', 'Tokens', 'Menu'],
  ...['"host": "0.0.0.0"'],
])
/** What the demo is asked: it understands English only. */
const isForDemo = (place: string) => /\bdemoRequests\.\d\.text$/.test(place)

/** Every text of a catalogue by its place, such as `header.more`; of a function, how many parts it puts together. */
function leavesOf(value: unknown, place = ''): [string, string | number][] {
  if (typeof value === 'string') return [[place, value]]
  if (typeof value === 'function') return [[place, value.length]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, place === '' ? key : `${place}.${key}`),
  )
}

describe.each(others)('in %s', (language) => {
  test.each(catalogues)('%s is complete', async (file) => {
    const translated = path.join(root, file.replace(/\.ts$/, `.${language}.ts`))
    expect(existsSync(translated), `${file} has no ${language} version`).toBe(true)
    const english = leavesOf(await import(path.join(root, file)))
    const theirs = new Map(leavesOf(await import(translated)))
    expect([...theirs.keys()].sort()).toEqual(english.map(([place]) => place).sort())
    const same = english.filter(
      ([place, text]) =>
        typeof text === 'string' &&
        /[a-z]{3}/.test(text) &&
        !shared.has(text) &&
        !isForDemo(place) &&
        theirs.get(place) === text,
    )
    expect(same).toEqual([])
    for (const [place, parts] of english)
      if (typeof parts === 'number') expect(theirs.get(place), place).toBeLessThanOrEqual(parts)
  })
})

test.each(files.filter((file) => /\.tsx$/.test(file) && !file.includes('.test.')))(
  'the words of %s stand in a catalogue',
  (file) => {
    const source = readFileSync(path.join(root, file), 'utf8')
    const between = source.matchAll(/^\s*([A-Z][a-z’']+(?: [\w’'“”,.…-]+)*[.…!?]?)\s*$/gm)
    const inLine = source.matchAll(/<[a-z][^<>]*>([A-Z][a-z]+[^<>{}=]*)<\//g)
    const named = source.matchAll(/\b(?:aria-label|title|placeholder|alt|label|hint)="([^"]*[a-z]{2}[^"]*)"/g)
    expect([...between, ...inLine, ...named].map(([, words]) => words)).toEqual([])
  },
)
