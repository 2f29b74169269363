import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PartUpdate } from '../../protocol/turn-parts.ts'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createBoundary } from './boundary.ts'
import { createOwnerQuestions } from './owner-questions.ts'
import { createToolGate } from './tool-gate.ts'

function world(isScheduled = false) {
  const now = { access: 'workspace' as const, isScheduled }
  const root = realpathSync(temporaryDirectory())
  const workspaceDir = join(root, 'home', 'workspace')
  mkdirSync(workspaceDir, { recursive: true })
  const said: PartUpdate[] = []
  const hosts: string[] = []
  const questions = createOwnerQuestions((update) => void said.push(update))
  const gate = createToolGate({
    boundary: createBoundary({
      workspaceDir,
      home: join(root, 'home'),
      homeFolder: join(root, 'owner'),
      readable: [],
      networkHosts: () => hosts,
      hasSandbox: true,
    }),
    questions,
    turn: () => now,
    always: new Set(),
    allowHost: (host) => void hosts.push(host),
  })
  const turn = new AbortController()
  const use = (tool: string, input: Record<string, unknown>) =>
    gate.canUseTool(tool, input, { signal: turn.signal, toolUseID: 't' })
  const decide = async (tool: string, input: Record<string, unknown>) =>
    (await gate.beforeTool({ tool_name: tool, tool_input: input, cwd: workspaceDir })).hookSpecificOutput
      ?.permissionDecision
  /** Answers what was asked last. */
  const answer = (text: string, reason?: string) => {
    const last = said.at(-1)
    if (last?.type === 'approval') questions.answer(last.approval.id, text, reason)
    if (last?.type === 'question') questions.answer(last.question.id, text)
  }
  return { now, said, hosts, questions, turn, use, decide, answer, outside: join(root, 'letter.txt') }
}

test('what is outside is asked for in the chat, and done or left as the owner says', async () => {
  const { use, answer, said, decide, outside } = world()
  expect(await decide('Write', { file_path: outside })).toBe('ask')
  const allowed = use('Write', { file_path: outside })
  expect(said).toEqual([
    {
      type: 'approval',
      approval: expect.objectContaining({
        title: 'Change letter.txt outside the workspace?',
        detail: outside,
        always: expect.stringContaining('change exactly this path'),
      }),
    },
  ])
  answer('allow')
  expect(await allowed).toEqual({ behavior: 'allow', updatedInput: { file_path: outside } })
  const refused = use('Write', { file_path: outside })
  answer('deny')
  expect(await refused).toEqual({ behavior: 'deny', message: 'The owner did not allow this.' })
  const explained = use('Write', { file_path: outside })
  answer('deny', 'Put it into the app.')
  expect(await explained).toMatchObject({ message: expect.stringMatching(/words: Put it into the app\.$/) })
})

test('"always" holds for this place alone, and for a host for good', async () => {
  const { use, answer, hosts, decide, outside } = world()
  const first = use('Read', { file_path: outside })
  answer('always')
  await first
  expect(await decide('Read', { file_path: outside })).toBe('allow')
  expect(await decide('Write', { file_path: outside })).toBe('ask')
  const fetching = use('WebFetch', { url: 'https://example.org/x' })
  answer('always')
  await fetching
  expect(hosts).toEqual(['example.org'])
  expect(await decide('WebFetch', { url: 'https://example.org/y' })).toBe('allow')
})

test('questions come back with the owner’s words by the text of each', async () => {
  const { use, said, questions } = world()
  const input = {
    questions: [
      { question: 'Which colour?', options: [{ label: 'Red', description: 'warm' }], multiSelect: false },
      { question: 'Which days?', options: [{ label: 'Mon' }, { label: 'Tue' }], multiSelect: true },
    ],
  }
  const asking = use('AskUserQuestion', input)
  const ids = said.map((part) => (part.type === 'question' ? part.question.id : ''))
  expect(said[1]).toMatchObject({ question: { text: 'Which days?', isMultiple: true } })
  questions.answer(ids[1] ?? '', 'Mon, Tue')
  questions.answer(ids[0] ?? '', 'Blue')
  expect(await asking).toEqual({
    behavior: 'allow',
    updatedInput: { ...input, answers: { 'Which colour?': 'Blue', 'Which days?': 'Mon, Tue' } },
  })
})

test('a turn that the clock began asks nobody and gets nothing outside', async () => {
  const { use, said, outside } = world(true)
  expect(await use('Write', { file_path: outside })).toMatchObject({ behavior: 'deny' })
  expect(await use('AskUserQuestion', { questions: [] })).toMatchObject({ behavior: 'deny' })
  expect(said).toEqual([])
})

test('what was always allowed is not for turns that the clock begins', async () => {
  const { use, answer, now, outside } = world()
  const first = use('Read', { file_path: outside })
  answer('always')
  expect(await first).toMatchObject({ behavior: 'allow' })
  now.isScheduled = true
  expect(await use('Read', { file_path: outside })).toMatchObject({ behavior: 'deny' })
})

test('a question whose turn is stopped is not answered, and the turn goes no further', async () => {
  const { use, turn, questions, outside } = world()
  const waiting = use('Read', { file_path: outside })
  expect(questions.isWaiting()).toBe(true)
  turn.abort()
  expect(await waiting).toMatchObject({ behavior: 'deny', interrupt: true })
  expect(questions.isWaiting()).toBe(false)
})
