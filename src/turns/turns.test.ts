import { expect, test } from 'vitest'
import { end } from './scripted-agent.test-kit.ts'
import { turnsWorld } from './turns-world.test-kit.ts'

const texts = (page: { content: string; status: string }[]) =>
  page.map(({ content, status }) => `${content} (${status})`)

test('a message is on disk when it is accepted, and the same id again changes nothing', async () => {
  const { start, ask, messages, sent } = turnsWorld()
  const { turns } = start()
  expect(ask(turns, 'm1')).toEqual({ messageId: 'm1', conversationId: 'c1' })
  const before = sent.length
  expect(ask(turns, 'm1')).toEqual({ messageId: 'm1', conversationId: 'c1' })
  expect(sent).toHaveLength(before)
  const { messages: page } = messages.page({ conversationId: 'c1' })
  expect(page.filter(({ role }) => role === 'user')).toHaveLength(1)
})

test('every event of a conversation has the next number, and is on disk when it is sent', async () => {
  const { start, ask, events, sent, settle } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  scripted.says('c1', { type: 'text', text: 'One ' }, { type: 'text', text: 'two.' }, end())
  await settle()
  const numbered = sent.flatMap((message) =>
    'seq' in message && message.type !== 'chat:state' ? [message] : [],
  )
  expect(numbered.map(({ seq }) => seq)).toEqual(numbered.map((_, index) => index + 1))
  expect(events.after('c1', 0)).toEqual(numbered)
})

test('an answer is recorded whole, with its usage, and its tools tell that files changed', async () => {
  const { start, ask, messages, turnStore, settle } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  const tool = {
    id: 't1',
    name: 'write',
    kind: 'edit',
    title: 'a.ts',
    locations: [{ path: 'a.ts' }],
  } as const
  scripted.says(
    'c1',
    { type: 'text', text: 'Before' },
    { type: 'tool', tool: { ...tool, locations: [...tool.locations], status: 'running' } },
    { type: 'tool', tool: { ...tool, locations: [...tool.locations], status: 'done' } },
    { type: 'text', text: 'After' },
    end(),
  )
  await settle()
  const answer = messages.page({ conversationId: 'c1' }).messages[1]
  expect(answer).toMatchObject({ status: 'done', content: 'Before\n\nAfter', usage: { outputTokens: 2 } })
  expect(answer?.parts.map(({ type }) => type)).toEqual(['text', 'tool', 'text'])
  expect(turnStore.countChanges()).toBe(1)
})

test('messages sent while the agent works wait their turn in order, and one can be taken back', async () => {
  const { start, ask, messages, settle } = turnsWorld()
  const { turns, scripted } = start()
  for (const id of ['m1', 'm2', 'm3', 'm4']) ask(turns, id)
  turns.queue.withdraw({ conversationId: 'c1', messageId: 'm3' })
  for (let turn = 0; turn < 3; turn++) {
    scripted.says('c1', { type: 'text', text: `answer ${turn}` }, end())
    await settle()
  }
  expect(scripted.prompts.map(({ prompt }) => prompt.text)).toEqual(['m1', 'm2', 'm4'])
  expect(texts(messages.page({ conversationId: 'c1' }).messages)).toEqual([
    'm1 (sent)',
    'answer 0 (done)',
    'm2 (sent)',
    'answer 1 (done)',
    'm4 (sent)',
    'answer 2 (done)',
  ])
  expect(() => turns.queue.withdraw({ conversationId: 'c1', messageId: 'm2' })).toThrow('already taken')
})

test('turns of two conversations run side by side', async () => {
  const { start, ask, settle } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1', 'one', 'c1')
  ask(turns, 'm2', 'two', 'c2')
  await settle()
  expect(scripted.prompts.map(({ conversationId }) => conversationId)).toEqual(['c1', 'c2'])
})

test('a stop keeps what was said, and an agent that does not stop is left after 2 s', async () => {
  const { start, ask, messages, settle, clock } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  scripted.says('c1', { type: 'text', text: 'Half a' })
  await settle()
  turns.stopTurn('c1')
  await settle()
  expect(texts(messages.page({ conversationId: 'c1' }).messages)).toEqual(['m1 (sent)', 'Half a (stopped)'])

  ask(turns, 'm2')
  await settle()
  scripted.isDeaf = true
  turns.stopTurn('c1')
  await settle()
  expect(turns.runningIn('c1')).not.toBeNull()
  clock.advance(2000)
  await settle()
  expect(turns.runningIn('c1')).toBeNull()
})

test('a supervisor that dies in the middle leaves an interrupted turn with what was said, which can be continued once', async () => {
  const { start, ask, messages, settle } = turnsWorld()
  const first = start()
  ask(first.turns, 'm1')
  ask(first.turns, 'm2')
  first.scripted.says('c1', { type: 'text', text: 'Half of the' })
  await settle()

  const second = start()
  await second.turns.start()
  await settle()
  const page = messages.page({ conversationId: 'c1' }).messages
  expect(texts(page).slice(0, 3)).toEqual(['m1 (sent)', 'Half of the (interrupted)', 'm2 (sent)'])
  expect(second.scripted.prompts.map(({ prompt }) => prompt.text)).toEqual(['m2'])
  second.scripted.says('c1', end())
  await settle()

  const turnId = page[1]?.turnId ?? ''
  second.turns.continueTurn({ conversationId: 'c1', turnId })
  second.turns.continueTurn({ conversationId: 'c1', turnId })
  await settle()
  expect(second.scripted.prompts.slice(1)).toEqual([
    { conversationId: 'c1', prompt: { text: 'm1', files: [], access: 'workspace', isContinuation: true } },
  ])
})

test('a stop of the program marks what runs as interrupted', async () => {
  const { start, ask, messages, settle } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  scripted.says('c1', { type: 'text', text: 'Half' })
  await settle()
  await turns.stop()
  expect(texts(messages.page({ conversationId: 'c1' }).messages)).toEqual(['m1 (sent)', 'Half (interrupted)'])
})

test('an agent whose stream ends in the middle fails its turn in words, and the next turn runs', async () => {
  const { start, ask, messages, settle, sent } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  scripted.dies('c1')
  await settle()
  const answer = messages.page({ conversationId: 'c1' }).messages[1]
  expect(answer?.status).toBe('failed')
  expect(answer?.parts).toMatchObject([{ type: 'notice', notice: { level: 'error', action: 'retry' } }])
  expect(sent.filter(({ type }) => type === 'bot:done')).toMatchObject([{ status: 'failed' }])
  ask(turns, 'm2')
  await settle()
  expect(scripted.prompts).toHaveLength(2)
})

test('the first answer to a question wins and reaches the agent once', async () => {
  const { start, ask, conversations, messages, sent, settle } = turnsWorld()
  const needs = () =>
    sent.flatMap((message) =>
      message.type === 'chat:conversation-changed' ? [message.conversation.needsOwner] : [],
    )
  const { turns, scripted } = start()
  ask(turns, 'm1')
  scripted.says('c1', { type: 'question', question: { id: 'q1', text: 'Which?', options: [{ label: 'A' }] } })
  await settle()
  expect(conversations.require('c1').needsOwner).toBe(true)
  expect(needs()).toEqual([false, true])
  turns.answer({ conversationId: 'c1', questionId: 'q1', answer: 'A' })
  turns.answer({ conversationId: 'c1', questionId: 'q1', answer: 'B' })
  expect(() => turns.answer({ conversationId: 'c1', questionId: 'q2', answer: 'B' })).toThrow(
    'no longer open',
  )
  scripted.says('c1', end())
  await settle()
  expect(scripted.answers).toEqual(['q1: A'])
  expect(needs()).toEqual([false, true, false, false])
  expect(messages.page({ conversationId: 'c1' }).messages[1]?.parts).toMatchObject([
    { type: 'question', question: { answer: 'A' } },
  ])
})

test('a message to an unknown or deleted conversation is refused, and none is made', () => {
  const { start, ask, conversations } = turnsWorld()
  const { turns } = start()
  expect(() => turns.accept({ id: 'm1', content: 'hi', conversationId: 'gone' })).toThrow('does not exist')
  ask(turns, 'm2')
  turns.stopConversation('c1')
  conversations.remove('c1')
  expect(() => ask(turns, 'm3')).toThrow('does not exist')
  expect(conversations.list().conversations).toEqual([])
})

test('a message without a conversation goes to the active one, or makes one', () => {
  const { start } = turnsWorld()
  const { turns } = start()
  const { conversationId } = turns.accept({ id: 'm1', content: 'hi' })
  expect(turns.accept({ id: 'm2', content: 'again' }).conversationId).toBe(conversationId)
})

test('an answer that no longer fits on the disk fails its turn in words', async () => {
  const { start, ask, messages, settle, db } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  await settle()
  const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count)
  db.exec(`PRAGMA max_page_count = ${pages}`)
  scripted.says('c1', { type: 'text', text: 'x'.repeat(200_000) }, end())
  await settle()
  expect(messages.page({ conversationId: 'c1' }).messages[1]?.parts).toMatchObject([
    { type: 'notice', notice: { code: 'unavailable', text: expect.stringContaining('disk is full') } },
  ])
})

test('while nothing can be written devices are told, nothing accepted is lost, and turns go on once it can', async () => {
  const { start, ask, messages, settle, sent, db } = turnsWorld()
  const { turns, scripted } = start()
  ask(turns, 'm1')
  await settle()
  db.exec('PRAGMA query_only = ON')
  scripted.says('c1', { type: 'text', text: 'Lost words' }, end())
  await settle()
  expect(sent.at(-1)).toMatchObject({ type: 'bot:error', code: 'unavailable' })
  expect(() => ask(turns, 'm2')).toThrow()
  db.exec('PRAGMA query_only = OFF')
  ask(turns, 'm3')
  await settle()
  scripted.says('c1', { type: 'text', text: 'Fine again.' }, end())
  await settle()
  expect(texts(messages.page({ conversationId: 'c1' }).messages)).toEqual([
    'm1 (sent)',
    ' (interrupted)',
    'm3 (sent)',
    'Fine again. (done)',
  ])
})

test('a conversation that could not get its first message is not made', () => {
  const { start, ask, conversations, sent, db } = turnsWorld()
  const { turns } = start()
  db.exec("CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
  expect(() => ask(turns, 'm1')).toThrow()
  expect(conversations.list().conversations).toEqual([])
  expect(sent).toEqual([])
  db.exec('DROP TRIGGER full')
  ask(turns, 'm1')
  expect(sent.slice(0, 3).map(({ type }) => type)).toEqual([
    'chat:conversation-created',
    'chat:cleared',
    'chat:sync',
  ])
})

test('events go when the next turn has ended; a device that was away longer gets the messages', async () => {
  const { start, ask, events, conversations, settle } = turnsWorld()
  const { turns, scripted } = start()
  for (const id of ['m1', 'm2']) {
    ask(turns, id)
    scripted.says('c1', { type: 'text', text: id }, end())
    await settle()
  }
  const floor = conversations.floorSeq('c1')
  expect(floor).toBeGreaterThan(0)
  expect(events.after('c1', 0)[0]?.seq).toBe(floor + 1)
  expect(turns.snapshot('c1')).toMatchObject({
    turn: null,
    seq: conversations.lastSeq('c1'),
    nextCursor: null,
  })
  expect(turns.snapshot('c1').messages).toHaveLength(4)
})
