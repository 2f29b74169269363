import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp } from './app.ts'
import { openDatabase } from './database.ts'

let workspaceDir: string
let time: number
let database: ReturnType<typeof openDatabase>
let app: ReturnType<typeof createApp>

beforeEach(async () => {
  workspaceDir = await mkdtemp(join(tmpdir(), 'bloby-app-'))
  time = Date.UTC(2026, 10, 21, 9)
  database = openDatabase(':memory:')
  app = createApp({
    workspaceDir,
    database,
    now: () => new Date(time),
    nextCronRun: () => new Date(time + 60_000),
  })
})
afterEach(async () => {
  database.close()
  await rm(workspaceDir, { recursive: true })
})

async function ask(method: string, path: string, body?: unknown) {
  const response = await app.request(path, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const keep = async (text: string): Promise<string> => (await ask('POST', '/notes', { text })).body.note.id
const texts = async () => (await ask('GET', '/notes')).body.notes.map((note: { text: string }) => note.text)

test('what is kept comes back newest first, and what is done goes to the end', async () => {
  const milk = await keep('todo buy milk')
  time += 1000
  await keep('https://example.com')
  time += 1000
  const bread = await keep('todo buy bread')
  expect(await texts()).toEqual(['buy bread', 'example.com', 'buy milk'])
  expect((await ask('PATCH', `/notes/${bread}`, { isDone: true })).body.note.isDone).toBe(true)
  expect(await texts()).toEqual(['example.com', 'buy milk', 'buy bread'])
  expect((await ask('GET', '/notes')).body.notes[1]).toEqual({
    id: milk,
    kind: 'todo',
    text: 'buy milk',
    url: null,
    list: null,
    isDone: false,
    createdAt: time - 2000,
  })
})

test('a deleted note can be restored for a day', async () => {
  const id = await keep('Mine')
  expect((await ask('DELETE', `/notes/${id}`)).status).toBe(204)
  expect(await texts()).toEqual([])
  expect((await ask('PATCH', `/notes/${id}`, { isDone: true })).status).toBe(404)
  expect((await ask('POST', `/notes/${id}/restore`)).body.note.text).toBe('Mine')
  await ask('DELETE', `/notes/${id}`)
  time += 25 * 60 * 60 * 1000
  await ask('DELETE', `/notes/${await keep('Other')}`)
  expect((await ask('POST', `/notes/${id}/restore`)).status).toBe(404)
})

test.each([
  ['POST', '/notes', 'no json', 400],
  ['POST', '/notes', '[]', 400],
  ['POST', '/notes', {}, 400],
  ['POST', '/notes', { text: '  ' }, 400],
  ['POST', '/notes', { text: 'x'.repeat(4001) }, 400],
  ['POST', '/notes', { text: 'x', list: 7 }, 400],
  ['PATCH', '/notes/nobody', { isDone: 'yes' }, 400],
  ['PATCH', '/notes/nobody', { isDone: true }, 404],
  ['DELETE', '/notes/nobody', undefined, 404],
  ['GET', '/nothing', undefined, 404],
])('%s %s with %j is answered with words', async (method, path, body, status) => {
  const answer = await ask(method, path, body)
  expect(answer.status).toBe(status)
  expect(answer.body.error.message).toMatch(/\w/)
})

test('an error inside a route is logged and answered without its details', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  app.get('/broken', () => {
    throw new Error('secret detail')
  })
  const answer = await ask('GET', '/broken')
  expect(log).toHaveBeenCalledOnce()
  log.mockRestore()
  expect(answer.status).toBe(500)
  expect(JSON.stringify(answer.body)).not.toContain('secret')
})

test('broken schedule files are told of, and never fail the route', async () => {
  expect((await ask('GET', '/schedule')).body).toEqual({ pulse: null, jobs: [], problems: [] })
  await writeFile(join(workspaceDir, 'PULSE.json'), '{"enabled": true,}')
  await writeFile(join(workspaceDir, 'CRONS.json'), '[{"id": "a", "schedule": "* * * * *", "task": "T"}, 3]')
  const { status, body } = await ask('GET', '/schedule')
  expect(status).toBe(200)
  expect(body.jobs).toHaveLength(1)
  expect(body.problems.map((problem: { file: string }) => problem.file)).toEqual(['PULSE.json', 'CRONS.json'])
})

test('facts are counted from the memory files that exist', async () => {
  await writeFile(join(workspaceDir, 'MYHUMAN.md'), '# Me\n\n- one\n- two\n')
  expect((await ask('GET', '/facts')).body).toEqual({
    count: 2,
    files: [
      { name: 'MYHUMAN.md', count: 2 },
      { name: 'MEMORY.md', count: 0 },
    ],
  })
})
