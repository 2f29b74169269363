import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../../system/temporary-directory.test-kit.ts'
import { createToolBench } from '../tool-deps.test-kit.ts'
import type { MessageFound } from './search-messages.ts'

const files = {
  'MEMORY.md':
    '# People\n\n- Dentist: Dr. Weiss, Bergstraße 4\n- Plumber: Ms. Ortega\n\n# Places\n\nThe cabin is near Évora,\nwith a blue door.\n',
  'MYHUMAN.md': 'Likes tea.\n',
  'memory/2026-11-03.md': 'Called the dentist about the crown.\n',
  'memory/README.md': 'Notes of each day.\n',
}

async function recalled(query: string, deps: Parameters<typeof createToolBench>[0] = { files }) {
  return (await createToolBench(deps).call('recall', { query })).text
}

test('passages of memory come with file, line, day and heading', async () => {
  const text = await recalled('dentist')
  expect(text).toMatch(/- MEMORY\.md:3 \(\d{4}-\d\d-\d\d\): People: - Dentist: Dr\. Weiss/)
  expect(text).toContain('- memory/2026-11-03.md:1 (2026-11-03): Called the dentist about the crown.')
  expect(text).not.toContain('Ortega')
})

test('accents, beginnings of words and words of one passage are found', async () => {
  expect(await recalled('evora door')).toContain('MEMORY.md:8')
  expect(await recalled('plumb')).toContain('Ms. Ortega')
})

test('where nothing has all the words, something with some of them is found', async () => {
  expect(await recalled('what was the name of my plumber')).toContain('Ms. Ortega')
})

test('signs that mean something to the search are only words', async () => {
  for (const query of ['"dentist', 'dentist*) OR (', 'NEAR(dentist', 'text:dentist', 'dentist -weiss'])
    expect(await recalled(query)).toContain('Dr. Weiss')
  expect(await recalled('???')).toContain('needs at least one word')
})

test('what is nowhere is said to be nowhere', async () => {
  expect(await recalled('zeppelin')).toBe('Nothing was found for “zeppelin”. Other words may find it.')
  expect(await recalled('zeppelin', {})).toContain('Nothing was found')
})

const said: MessageFound[] = [
  {
    conversationId: 'c1',
    title: 'Trips',
    at: 1_790_000_000_000,
    role: 'user',
    snippet: 'We booked the ferry',
  },
  {
    conversationId: 'c2',
    title: 'Garden',
    at: 1_790_100_000_000,
    role: 'assistant',
    snippet: 'Roses, by the ferry',
  },
]
function searchMessages(query: string): MessageFound[] {
  const words = query.toLowerCase().split(' ')
  return said.filter(({ snippet }) => words.every((word) => snippet.toLowerCase().includes(word)))
}

test('what was said comes with day, speaker and conversation', async () => {
  const text = await recalled('ferry booked', { searchMessages })
  expect(text).toMatch(/- 2026-09-2\d \d\d:\d\d, your owner, in “Trips”: We booked the ferry/)
  expect(text).not.toContain('Garden')
})

test('messages with most of the words come first when none has all', async () => {
  const text = await recalled('when we booked a ferry for roses', { searchMessages })
  expect(text.indexOf('Trips')).toBeGreaterThan(0)
  expect(text.indexOf('Garden')).toBeGreaterThan(text.indexOf('Trips'))
})

test('a link that leads out of the workspace is not followed', async () => {
  const outside = temporaryDirectory()
  writeFileSync(join(outside, '2026-11-01.md'), 'dentist and the secret')
  const bench = createToolBench({ files: { 'MYHUMAN.md': 'Knows a dentist.' } })
  symlinkSync(join(outside, '2026-11-01.md'), join(bench.workspace, 'MEMORY.md'))
  symlinkSync(outside, join(bench.workspace, 'memory'))
  const { text } = await bench.call('recall', { query: 'dentist' })
  expect(text).toContain('Knows a dentist.')
  expect(text).toContain('MEMORY.md leads out of the workspace, so it was not read.')
  expect(text).not.toContain('secret')
})

test('what is too large or no file is left out and named', async () => {
  const bench = createToolBench({ files: { 'MEMORY.md': 'dentist '.repeat(100_000) } })
  mkdirSync(join(bench.workspace, 'MYSELF.md'))
  const { text } = await bench.call('recall', { query: 'dentist' })
  expect(text).toContain('- What MEMORY.md has after 512 KB.')
  expect(text).toContain('- MYSELF.md is not a regular file.')
})

test('a file made of one endless line, or of empty ones, is searched all the same', async () => {
  const text = `${'dentist '.repeat(60_000)}\n${'a\n\n'.repeat(5000)}\nzeppelin\n`
  expect(await recalled('zeppelin', { files: { 'MEMORY.md': text } })).toContain('zeppelin')
  expect((await recalled('dentist', { files: { 'MEMORY.md': text } })).length).toBeLessThan(10_000)
})
