import { expect, test } from 'vitest'
import { AppError } from '../../system/errors.ts'
import { createToolBench } from './tool-deps.test-kit.ts'
import { toolKindOf } from './tool-kind-of.ts'
import { toolSchemas } from './tool-schemas.ts'

test('a wrong name and a wrong input are words that help the model', async () => {
  const { call } = createToolBench()
  expect(await call('fly', {})).toEqual({ text: 'There is no tool named fly.', isError: true })
  const { text, isError } = await call('app_logs', { name: 'kernel', lines: 0 })
  expect(isError).toBe(true)
  expect(text).toContain('Wrong input for app_logs. name: ')
  expect(text).toContain('lines: ')
})

test('an error for the owner is told as it is; any other is logged and told as a failure of ours', async () => {
  const errors = [new AppError('conflict', 'It is busy.'), new Error('secret detail')]
  const bench = createToolBench({
    notify: () => Promise.reject(errors.shift()),
  })
  expect(await bench.call('notify', { text: 'a' })).toEqual({ text: 'It is busy.', isError: true })
  expect(bench.bugs).toEqual([])
  const { text } = await bench.call('notify', { text: 'a' })
  expect(text).not.toContain('secret')
  expect(bench.bugs).toEqual([new Error('secret detail')])
})

test('a stopped turn ends a call that waits', async () => {
  const stop = new AbortController()
  const bench = createToolBench({ notify: () => new Promise(() => {}) })
  const called = bench.call('notify', { text: 'a' }, { signal: stop.signal })
  stop.abort()
  expect(await called).toEqual({ text: 'The owner stopped this.', isError: true })
  expect((await bench.call('notify', { text: 'a' }, { signal: stop.signal })).isError).toBe(true)
})

test('what a tool says is cut to a bound, with a note', async () => {
  const { call } = createToolBench({ logs: (_, count) => Array(count).fill('x'.repeat(1000)) })
  const { text } = await call('app_logs', { name: 'vite', lines: 100 })
  expect(text.length).toBeLessThan(17_000)
  expect(text).toMatch(/^\[\d+ earlier characters left out …\]/)
})

test('a question goes to the owner, with its options, and the answer to the model', async () => {
  const { call, questions } = createToolBench()
  const options = [{ label: 'Blue' }, { label: 'Green', description: 'As grass' }]
  expect(await call('ask', { question: 'Which?', options, multiple: true })).toEqual({
    text: 'The owner answered: Blue',
    isError: false,
  })
  expect(questions).toEqual([{ text: 'Which?', options, isMultiple: true }])
})

test('a notice carries the conversation that it is from', async () => {
  const { call, notices } = createToolBench()
  await call('notify', { text: ' Rain at 3 ', title: 'Weather' })
  expect(notices).toEqual([{ conversationId: 'c1', text: 'Rain at 3', title: 'Weather' }])
})

test('a backend that does not stay up is told with its last lines', async () => {
  const { call } = createToolBench({ backendStatus: () => 'failed', logs: () => ['boom at line 3'] })
  expect(await call('restart_backend', {})).toEqual({
    text: 'The backend does not stay up. Its last lines:\nboom at line 3',
    isError: true,
  })
})

test('a restart waits until the backend runs', async () => {
  const states = ['starting', 'restarting', 'running'] as const
  let asked = 0
  const { call } = createToolBench({ backendStatus: () => states[asked++] ?? 'running' })
  expect(await call('restart_backend', {})).toEqual({
    text: 'The backend was restarted and runs.',
    isError: false,
  })
})

test.each([
  'git+https://example.com/a.git',
  'https://example.com/a.tgz',
  'file:../..',
  '../a',
  './a',
  'a@file:..',
  'a@npm:b',
  'a@git+ssh://git@example.com/b',
  'owner/repo',
  'github:owner/repo',
  '--registry=http://example.com',
  '-g',
  '@a/b/c',
  'A',
  '',
  'a@',
  'a b',
  '@x',
])('%j is no package of the registry', async (spec) => {
  const { call, changes } = createToolBench()
  const { isError } = await call('install_packages', { packages: [spec] })
  expect([isError, changes]).toEqual([true, []])
})

test.each([
  'zod',
  'zod@4',
  '@hono/zod-validator@^0.7',
  'zod@latest',
  'a@>=1.2.3-beta.1 <2',
  'lodash.merge',
  'a@*',
])('%j is one', async (spec) => {
  const { call, changes } = createToolBench()
  expect(await call('install_packages', { packages: [spec], remove: ['b'], dev: true })).toMatchObject({
    isError: false,
  })
  expect(changes).toEqual([{ add: [spec], remove: ['b'], isDev: true }])
})

test('models get a JSON Schema of an object for each tool, with every field described', () => {
  const schemas = toolSchemas(createToolBench().tools)
  expect(schemas.map(({ name }) => name)).toEqual([
    'recall',
    'notify',
    'schedule',
    'app_logs',
    'restart_backend',
    'install_packages',
    'ask',
  ])
  for (const { inputSchema } of schemas) {
    expect(inputSchema).toMatchObject({ type: 'object' })
    for (const field of Object.values(inputSchema.properties ?? {}))
      expect(JSON.stringify(field)).toContain('"description":')
  }
})

test('the chat shows our tools by kind and title, whatever the engine calls them', () => {
  const { tools } = createToolBench()
  const recall = toolKindOf(tools, 'mcp__bloby__recall')
  expect(recall?.kind).toBe('search')
  expect(recall?.title({ query: 'dentist' })).toBe('Search memory for “dentist”')
  expect(recall?.title({})).toBe('Recall')
  expect(toolKindOf(tools, 'app_logs')?.title({})).toBe('App logs')
  expect(toolKindOf(tools, 'mcp__other__recall')).toBeUndefined()
  expect(toolKindOf(tools, 'notify')?.title({ text: 'x'.repeat(300) })).toHaveLength(120)
})
