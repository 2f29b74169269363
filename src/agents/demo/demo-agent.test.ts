import { mkdirSync, rmSync } from 'node:fs'
import { cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { transformWithOxc } from 'vite'
import { beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../workspace/backend/database.ts'
import { applyPartUpdate, type MessagePart, textOfParts } from '../../protocol/turn-parts.ts'
import type { Clock } from '../../system/clock.ts'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import type { AgentEvent, AgentSession, Prompt } from '../agent.ts'
import { createDemoAgent } from './demo-agent.ts'

const template = join(import.meta.dirname, '../../../workspace')
const now = new Date(2026, 10, 21, 10, 30).getTime()

/** A clock whose waits last only until everything that is ready has run. */
const quickClock: Clock = {
  now: () => now,
  after(_ms, callback) {
    const timer = setImmediate(callback)
    return () => clearImmediate(timer)
  },
}

let workspaceDir: string
let session: AgentSession
let events: AsyncIterator<AgentEvent>

beforeEach(async () => {
  workspaceDir = join(temporaryDirectory(), 'workspace')
  await cp(template, workspaceDir, {
    recursive: true,
    filter: (path) => !/\/(?:node_modules|dist)$|app\.db/.test(path),
  })
  open()
})

function open() {
  session = createDemoAgent({ clock: createFakeClock(now), random: () => 0.5, delayMs: 0 }).open({
    conversationId: 'one',
    workspaceDir,
  })
  events = session.events[Symbol.asyncIterator]()
}

type End = Extract<AgentEvent, { type: 'turn-end' }>

async function turnEnd(
  onEvent: (event: AgentEvent) => void = () => {},
): Promise<{ end: End; parts: MessagePart[]; text: string }> {
  let parts: MessagePart[] = []
  for (;;) {
    const { value, done } = await events.next()
    if (done) throw new Error('The events ended inside a turn.')
    onEvent(value)
    if (value.type === 'turn-end') return { end: value, parts, text: textOfParts(parts) }
    if (value.type !== 'status') parts = applyPartUpdate(parts, value)
  }
}

function ask(text: string, prompt: Partial<Prompt> = {}) {
  session.send({ text, ...prompt })
  return turnEnd()
}

const file = (path: string) => readFile(join(workspaceDir, path), 'utf8')
const json = async (path: string) => JSON.parse(await file(path))
const tools = (parts: MessagePart[]) => parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : []))

async function snapshot(): Promise<Record<string, string>> {
  const entries = await readdir(workspaceDir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('app.db'))
  return Object.fromEntries(
    await Promise.all(
      files.map(
        async ({ parentPath, name }) =>
          [join(parentPath, name), await readFile(join(parentPath, name), 'utf8')] as const,
      ),
    ),
  )
}

function notes(): unknown[] {
  const database = new DatabaseSync(join(workspaceDir, 'app.db'))
  const rows = database
    .prepare('SELECT kind, text, url FROM notes WHERE deletedAt IS NULL ORDER BY createdAt DESC')
    .all()
  database.close()
  return rows.map((row) => ({ ...row }))
}

test('two wishes in one request are both granted, with a plan and diffs', async () => {
  const { end, parts, text } = await ask('Call the dashboard Mission Control and make it blue')
  expect(end).toMatchObject({ outcome: 'done', usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 } })
  expect((await json('app.json')).name).toBe('Mission Control')
  expect(await file('client/src/theme.css')).toMatch(/--accent-hue: 2\d\d;/)
  expect(tools(parts)).toMatchObject([
    {
      name: 'edit',
      kind: 'edit',
      title: 'Edit app.json',
      status: 'done',
      locations: [{ path: 'app.json' }],
      diff: {
        path: 'app.json',
        added: 1,
        removed: 1,
        patch: expect.stringContaining('+  "name": "Mission Control"'),
      },
    },
    { title: 'Edit client/src/theme.css', status: 'done', diff: { added: 2, removed: 2 } },
  ])
  expect(parts.find((part) => part.type === 'plan')).toEqual({
    type: 'plan',
    entries: [
      { title: 'Call the dashboard Mission Control', status: 'done' },
      { title: 'Make it blue', status: 'done' },
    ],
  })
  expect(text).toContain('now called **Mission Control**')
  expect(text).toContain('accent is now blue')
})

test('a tool is running before it is done, and text comes in small chunks', async () => {
  session.send({ text: 'make it red' })
  const seen: AgentEvent[] = []
  await turnEnd((event) => seen.push(event))
  expect(seen.map((event) => (event.type === 'tool' ? event.tool.status : event.type)).slice(0, 3)).toEqual([
    'status',
    'running',
    'done',
  ])
  const chunks = seen.flatMap((event) => (event.type === 'text' ? [event.text] : []))
  expect(chunks.length).toBeGreaterThan(4)
  expect(chunks.every((chunk) => chunk.trim().split(/\s+/).length <= 3)).toBe(true)
})

test.each([
  ['Call it Home', 'already called'],
  ['make it #ff8800', 'accent is now #ff8800'],
  ['make the accent sparkly', 'do not know the colour'],
  ['make it black', 'grey'],
  ['help', 'Break the app'],
  ['What is the capital of France?', 'connections to Anthropic, OpenAI and Ollama are coming'],
  ['a'.repeat(5000), 'too long'],
  ['add a weather card', 'three cards'],
  ['add a route /notes that says hi', 'already a route'],
  ['add a route /9 that says hi', 'cannot be a route'],
  ['every day at 9', 'what should happen'],
  ['every 45 minutes check the door', 'divides 60'],
  ['forget everything', 'one thing at a time'],
  ['forget about tea', 'nothing to forget'],
  ['what do you know about me?', 'nothing about you yet'],
  ['what is scheduled?', 'every 30 minutes'],
  ['fix it', 'nothing that I broke'],
  ['undo', 'nothing of mine'],
])('%j is answered in words', async (text, words) => {
  const answer = await ask(text)
  expect(answer.end.outcome).toBe('done')
  expect(answer.text).toContain(words)
})

test('the long story has more than 600 words and says that it is canned', async () => {
  const { text } = await ask('tell me a long story')
  expect(text.split(/\s+/).length).toBeGreaterThan(600)
  expect(text).toMatch(/canned/)
})

describe('cards and routes', () => {
  test.each(['add a to-do card', 'add a links card called "Bücher & <Reading>"', 'add a note card'])(
    '%j',
    async (text) => {
      const { parts } = await ask(text)
      const [card] = tools(parts)
      const source = await file(card?.diff?.path ?? '')
      await transformWithOxc(source, 'card.tsx')
      const list = await file('client/src/cards.ts')
      expect(list).toMatch(/mainCards: ComponentType\[\] = \[Capture, \w+Card, Today, Ask\]/)
      const before = await snapshot()
      expect((await ask(text)).text).toContain('already on the page')
      expect(await snapshot()).toEqual(before)
    },
  )

  test('a route is written, listed, and answers', async () => {
    await ask('add a route /greet/loud that says "it\'s me"')
    const source = await file('backend/routes/greet-loud-route.ts')
    expect(source).toContain("c.json({ message: 'it\\'s me' })")
    const list = await file('backend/routes.ts')
    expect(list).toContain("    ['/schedule', schedule(deps)],\n    ['/greet/loud', greetLoudRoute()],\n  ]")
    expect(list).toContain("import { greetLoudRoute } from './routes/greet-loud-route.ts'")
  })

  test.each([
    ['client/src/cards.ts', 'add a note card'],
    ['backend/routes.ts', 'add a route /hello that says hi'],
    ['client/src/theme.css', 'make it blue'],
    ['app.json', 'call it Base'],
    ['CRONS.json', 'every day at 9 say hello'],
  ])('when %s was rewritten, it is left alone and said so', async (path, text) => {
    await writeFile(join(workspaceDir, path), '{ "rewritten": by hand }')
    const before = await snapshot()
    const answer = await ask(text)
    expect(answer.end.outcome).toBe('done')
    expect(answer.text).toMatch(/changed nothing|left it alone/)
    expect(tools(answer.parts)).toEqual([])
    expect(await snapshot()).toEqual(before)
  })

  test('a missing file is said in words', async () => {
    await rm(join(workspaceDir, 'client/src/cards.ts'))
    expect((await ask('add a note card')).text).toContain('is not there')
  })
})

describe('notes', () => {
  test('notes, to-dos and links go to app.db, and undo takes them out', async () => {
    openDatabase(join(workspaceDir, 'app.db')).close()
    const { parts, text } = await ask('add a note: buy milk')
    expect(tools(parts)).toMatchObject([
      { name: 'sql', kind: 'execute', status: 'done', output: '1 added to notes' },
    ])
    expect(text).toContain('“buy milk”')
    await ask('add todos: bread, eggs. Save this link: https://www.example.com/')
    expect(notes()).toHaveLength(4)
    expect(notes()).toEqual(
      expect.arrayContaining([
        { kind: 'todo', text: 'bread', url: null },
        { kind: 'link', text: 'example.com', url: 'https://www.example.com/' },
      ]),
    )
    expect((await ask('undo')).text).toContain('Taken back')
    expect(notes()).toEqual([{ kind: 'note', text: 'buy milk', url: null }])
  })

  test('a turn that goes on does not keep twice', async () => {
    openDatabase(join(workspaceDir, 'app.db')).close()
    await ask('add a note: buy milk')
    const { text } = await ask('add a note: buy milk', { isContinuation: true })
    expect(text).toMatch(/^Going on where I stopped\.[\s\S]*already kept/)
    expect(notes()).toHaveLength(1)
  })

  test('without a database, or with another one, nothing is kept and it says why', async () => {
    expect((await ask('add a note: buy milk')).text).toContain('not there yet')
    new DatabaseSync(join(workspaceDir, 'app.db')).exec('CREATE TABLE other (id)')
    expect((await ask('add a note: buy milk')).text).toContain('not as I know them')
  })
})

test('facts are remembered in the owner’s words, shown, and forgotten one at a time', async () => {
  await ask('Remember that I like tea')
  await ask('Remember that I like tea with milk. Remember that my sister is called Ada')
  expect(await file('MYHUMAN.md')).toMatch(
    /as a list item.*\n\n- "I like tea" \(said on 2026-11-21\)\n- "I like tea with milk" \(said on 2026-11-21\)\n- "my sister is called Ada" \(said on 2026-11-21\)\n$/s,
  )
  expect((await ask('remember that I like tea')).text).toContain('know that already')
  expect((await ask('forget about tea')).text).toContain('Which one?')
  expect((await ask('forget about the milk')).text).toContain('Forgotten')
  const { parts, text } = await ask('what do you know about me?')
  expect(tools(parts).map(({ kind, status }) => [kind, status])).toEqual([
    ['read', 'done'],
    ['read', 'done'],
  ])
  expect(tools(parts)[0]?.output).toContain('# What I know of my owner')
  expect(text).toContain('- "I like tea"')
  expect(text).not.toContain('milk')
})

test('schedules are kept in CRONS.json, never twice, and it says that no clock runs them yet', async () => {
  const { text } = await ask('every day at 9 tell me the weather')
  expect(text).toContain('every day at 09:00')
  expect(text).toContain('still to come')
  expect((await ask('every day at 9 tell me the weather')).text).toContain('already on the schedule')
  await ask('remind me to call mum tomorrow at 18:00')
  expect(await json('CRONS.json')).toEqual([
    {
      id: 'tell-me-the-weather',
      schedule: '0 9 * * *',
      task: 'Tell me the weather',
      enabled: true,
      oneShot: false,
    },
    {
      id: 'remind-me-to-call-mum',
      schedule: '0 18 22 11 *',
      task: 'Remind me to call mum',
      enabled: true,
      oneShot: true,
    },
  ])
  const shown = await ask('what is scheduled?')
  expect(shown.text).toContain('- Tell me the weather: every day at 09:00')
  expect(shown.text).toContain('- Remind me to call mum: once, on 22 November at 18:00')
  await ask('cancel the reminder to call mum')
  expect(await json('CRONS.json')).toHaveLength(1)
})

describe('breaking and repairing', () => {
  test.each([
    ['break the app', 'client/src/app.tsx'],
    ['break the backend', 'backend/index.ts'],
  ])('%j changes %s, and "fix it" brings it back exactly', async (text, path) => {
    const before = await snapshot()
    await ask(text)
    expect(await file(path)).toContain('Broken on purpose')
    expect((await ask(text)).text).toContain('already broken')
    if (path.endsWith('.tsx')) await expect(transformWithOxc(await file(path), path)).rejects.toThrow()
    open()
    expect((await ask('fix it')).text).toContain(`Repaired: \`${path}\``)
    expect(await snapshot()).toEqual(before)
  })
})

describe('undo', () => {
  test('takes back the last turn that changed anything, and again brings it back', async () => {
    const before = await snapshot()
    await ask('add a note card and make it blue')
    const after = await snapshot()
    await ask('what can you do?')
    expect((await ask('undo')).text).toContain('Taken back')
    expect(await snapshot()).toEqual(before)
    await ask('undo')
    expect(await snapshot()).toEqual(after)
  })

  test('takes nothing back when a file has changed since', async () => {
    await ask('add a note card and make it blue')
    await writeFile(join(workspaceDir, 'client/src/theme.css'), '/* mine */')
    const before = await snapshot()
    expect((await ask('undo')).text).toContain('has changed since')
    expect(await snapshot()).toEqual(before)
  })

  test('that goes on after it was cut off is not undone', async () => {
    const before = await snapshot()
    await ask('make it blue')
    await ask('undo')
    expect((await ask('undo', { isContinuation: true })).end.outcome).toBe('done')
    expect(await snapshot()).toEqual(before)
  })
})

describe('the fence', () => {
  test('a link that leads outside is refused, and the turn fails in words', async () => {
    const outside = join(temporaryDirectory(), 'MYHUMAN.md')
    await writeFile(outside, 'mine')
    await rm(join(workspaceDir, 'MYHUMAN.md'))
    await symlink(outside, join(workspaceDir, 'MYHUMAN.md'))
    const { end } = await ask('remember that I like tea')
    expect(end).toMatchObject({
      outcome: 'failed',
      error: { level: 'error', code: 'forbidden', action: 'retry' },
    })
    expect(await readFile(outside, 'utf8')).toBe('mine')
    expect((await ask('help')).end.outcome).toBe('done')
  })

  test('a failed write is a failed tool, and what was written before it goes back', async () => {
    const before = await snapshot()
    session = createDemoAgent({ clock: quickClock, delayMs: 25 }).open({
      conversationId: 'one',
      workspaceDir,
    })
    events = session.events[Symbol.asyncIterator]()
    session.send({ text: 'add a note card' })
    const { end, parts } = await turnEnd((event) => {
      if (
        event.type !== 'tool' ||
        event.tool.title !== 'Edit client/src/cards.ts' ||
        event.tool.status !== 'running'
      )
        return
      rmSync(join(workspaceDir, 'client/src/cards.ts'))
      mkdirSync(join(workspaceDir, 'client/src/cards.ts/taken'), { recursive: true })
    })
    expect(end.outcome).toBe('done')
    expect(tools(parts).map(({ status }) => status)).toEqual(['done', 'failed'])
    expect(tools(parts)[1]?.output).toContain('not a file any more')
    const { [join(workspaceDir, 'client/src/cards.ts')]: _, ...rest } = before
    expect(await snapshot()).toEqual(rest)
  })
})

describe('stopping', () => {
  test('ends within one chunk, keeps what was said, and takes the next prompt', async () => {
    const clock = createFakeClock(now)
    session = createDemoAgent({ clock, random: () => 0, delayMs: 25 }).open({
      conversationId: 'one',
      workspaceDir,
    })
    events = session.events[Symbol.asyncIterator]()
    session.send({ text: 'tell me a long story' })
    await events.next()
    for (let chunk = 0; chunk < 3; chunk++) {
      const next = events.next()
      clock.advance(25)
      expect((await next).value).toMatchObject({ type: 'text' })
    }
    await session.interrupt()
    const { end, parts } = await turnEnd()
    expect(end).toMatchObject({ outcome: 'stopped', usage: { durationMs: 75 } })
    expect(parts).toEqual([])
    session.send({ text: 'hi' })
    expect((await events.next()).value).toEqual({ type: 'status', status: 'working' })
    await session.close()
  })

  test('a tool that was running is stopped, and has changed nothing', async () => {
    const before = await snapshot()
    session = createDemoAgent({ clock: createFakeClock(now), delayMs: 25 }).open({
      conversationId: 'one',
      workspaceDir,
    })
    events = session.events[Symbol.asyncIterator]()
    session.send({ text: 'add a note card' })
    for (;;) if ((await events.next()).value?.type === 'tool') break
    await session.interrupt()
    const { end, parts } = await turnEnd()
    expect([end.outcome, tools(parts)[0]?.status]).toEqual(['stopped', 'stopped'])
    expect(await snapshot()).toEqual(before)
  })

  test('a closed session ends its events; prompts sent during a turn are taken in order', async () => {
    session.send({ text: 'hi' })
    session.send({ text: 'make it blue' })
    expect((await turnEnd()).text).toContain('demo engine')
    expect((await turnEnd()).text).toContain('blue')
    await session.close()
    expect((await events.next()).done).toBe(true)
  })
})
