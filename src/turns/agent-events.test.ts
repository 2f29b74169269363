import { expect, test } from 'vitest'
import type { Turn } from '../platform/store/turns.ts'
import { end } from './scripted-agent.test-kit.ts'
import { turnsWorld } from './turns-world.test-kit.ts'

test('an engine’s session is on disk, and the next supervisor goes on with it', async () => {
  const { start, ask, settle } = turnsWorld()
  const first = start()
  ask(first.turns, 'm1')
  first.scripted.says('c1', { type: 'session', id: 's1' }, end())
  await settle()
  const second = start()
  await second.turns.start()
  ask(second.turns, 'm2')
  expect(first.scripted.opened).toEqual([{ conversationId: 'c1', resumes: undefined }])
  expect(second.scripted.opened).toEqual([{ conversationId: 'c1', resumes: 's1' }])
})

test('a turn that the engine begins by itself is recorded as one of its own', async () => {
  const { start, ask, settle, messages, turnStore } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  scripted.says('c1', { type: 'text', text: 'It runs in the background.' }, end())
  await settle()
  scripted.says('c1', { type: 'turn-start' }, { type: 'text', text: 'It is done.' })
  await settle()
  expect(turns.runningIn('c1')?.parts).toEqual([{ type: 'text', text: 'It is done.' }])
  scripted.says('c1', end())
  await settle()
  const answers = messages.page({ conversationId: 'c1' }).messages.filter(({ role }) => role === 'assistant')
  expect(answers.map(({ content, status }) => [content, status])).toEqual([
    ['It runs in the background.', 'done'],
    ['It is done.', 'done'],
  ])
  expect(turnStore.latest('c1')).toMatchObject({ origin: 'background', status: 'done' })
  ask(turns, 'm2')
  scripted.says('c1', { type: 'text', text: 'Yes?' }, end())
  await settle()
  expect(messages.page({ conversationId: 'c1' }).messages.at(-1)).toMatchObject({ content: 'Yes?' })
})

test('a turn that begins by itself while a prompt waits belongs to the answer, and its end does not end it', async () => {
  const { start, ask, settle, messages } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  scripted.says('c1', { type: 'turn-start' }, { type: 'text', text: 'The task is done. ' }, end())
  await settle()
  expect(turns.runningIn('c1')).not.toBeNull()
  scripted.says('c1', { type: 'text', text: 'And here is your answer.' }, end())
  await settle()
  expect(messages.page({ conversationId: 'c1' }).messages.at(-1)).toMatchObject({
    content: 'The task is done. And here is your answer.',
    status: 'done',
  })
})

test('what an engine says between two turns, without beginning one, changes nothing', async () => {
  const { start, ask, settle, messages } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  scripted.says('c1', { type: 'text', text: 'Done.' }, end())
  await settle()
  scripted.says('c1', { type: 'text', text: 'By the way' }, end())
  await settle()
  expect(messages.page({ conversationId: 'c1' }).messages.map(({ content }) => content)).toEqual([
    'm1',
    'Done.',
  ])
  expect(turns.runningIn('c1')).toBeNull()
})

test('an approval is answered once, recorded, and kept in the audit log with who gave it', async () => {
  const { start, ask, settle, audit } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  const approval = { id: 'a1', title: 'Change letter.txt outside the workspace?', detail: '/letter.txt' }
  scripted.says('c1', { type: 'approval', approval })
  await settle()
  const answer = { conversationId: 'c1', questionId: 'a1' }
  turns.answer({ ...answer, answer: 'always' }, { address: '10.0.0.7', device: 'Phone' })
  turns.answer({ ...answer, answer: 'deny' }, { address: '10.0.0.8', device: 'Laptop' })
  expect(scripted.answers).toEqual(['a1: always'])
  expect(turns.runningIn('c1')?.parts).toEqual([
    { type: 'approval', approval: { ...approval, decision: 'always', answeredBy: expect.any(String) } },
  ])
  expect(audit.list().entries).toEqual([
    expect.objectContaining({
      action: 'approval-given',
      device: 'Phone',
      detail: 'Change letter.txt outside the workspace? /letter.txt (always)',
    }),
  ])
})

test('why an approval is denied is recorded, and the agent is told', async () => {
  const { start, ask, settle } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  const ids = ['a1', 'a2', 'a3']
  for (const id of ids) scripted.says('c1', { type: 'approval', approval: { id, title: 'Do it?' } })
  await settle()
  const answer = { conversationId: 'c1', answer: 'deny', reason: ' Use the app. ' }
  turns.answer({ ...answer, questionId: 'a1' })
  turns.answer({ ...answer, questionId: 'a2', reason: ' ' })
  turns.answer({ ...answer, questionId: 'a3', answer: 'allow' })
  expect(scripted.answers).toEqual(['a1: deny (Use the app.)', 'a2: deny', 'a3: allow'])
  const approvals = turns.runningIn('c1')?.parts.map((part) => part.type === 'approval' && part.approval)
  expect(approvals).toEqual([
    { id: 'a1', title: 'Do it?', decision: 'deny', reason: 'Use the app.' },
    { id: 'a2', title: 'Do it?', decision: 'deny' },
    { id: 'a3', title: 'Do it?', decision: 'allow' },
  ])
})

test('scheduled turns stop for the day once they have cost what the owner gave them, and the owner’s go on', async () => {
  const { start, ask, settle, settings, turnStore, messages, clock } = turnsWorld()
  settings.set('dailyBudgetUsd', 0.5)
  settings.set('access', 'computer')
  const first = start()
  ask(first.turns, 'm1')
  first.scripted.says('c1', end())
  await settle()
  const cron = (id: string): Turn => ({
    id,
    conversationId: 'c1',
    origin: 'cron',
    status: 'queued',
    requestId: 'm1',
    messageId: `answer-${id}`,
    agent: 'scripted',
    createdAt: clock.now(),
    usedFileTools: false,
  })
  turnStore.insert(cron('t1'))
  const second = start()
  await second.turns.start()
  expect(second.scripted.prompts[0]?.prompt).toMatchObject({ access: 'workspace', isScheduled: true })
  second.scripted.says('c1', {
    type: 'turn-end',
    outcome: 'done',
    usage: { inputTokens: 1, outputTokens: 1, costUsd: 0.6, durationMs: 1 },
  })
  await settle()
  turnStore.insert(cron('t2'))
  const third = start()
  await third.turns.start()
  await settle()
  expect(third.scripted.prompts).toEqual([])
  expect(messages.find('answer-t2')).toMatchObject({
    status: 'failed',
    parts: [{ type: 'notice', notice: { code: 'budget', action: 'open-settings' } }],
  })
  ask(third.turns, 'm2')
  expect(third.scripted.prompts[0]?.prompt).toMatchObject({ text: 'm2', access: 'computer' })
})

test('a word outside of any turn goes to its conversation, else to the active one, else to a new one', async () => {
  const { start, ask, settle, messages, settings, sent } = turnsWorld()
  const { turns, scripted } = start()
  turns.post('First.')
  const created = settings.get('activeConversationId') ?? ''
  expect(messages.page({ conversationId: created }).messages).toMatchObject([
    { content: 'First.', status: 'done' },
  ])
  ask(turns, 'm1')
  scripted.says('c1', end())
  await settle()
  turns.post('Second.')
  turns.post('Third.', created)
  expect(messages.page({ conversationId: 'c1' }).messages.at(-1)).toMatchObject({ content: 'Second.' })
  expect(messages.page({ conversationId: created }).messages.at(-1)).toMatchObject({ content: 'Third.' })
  expect(sent.filter(({ type }) => type === 'chat:conversation-created')).toHaveLength(2)
})
