import { mkdirSync, rmSync } from 'node:fs'
import { readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import type { AgentEvent } from '../agent.ts'
import { createDemoWorkspace, now, quickClock, toolsOf } from './demo-workspace.test-kit.ts'

let demo: Awaited<ReturnType<typeof createDemoWorkspace>>

beforeEach(async () => {
  demo = await createDemoWorkspace()
})

test('two wishes in one request are both granted, with a plan and diffs', async () => {
  const { end, parts, text } = await demo.ask('Call the dashboard Mission Control and make it blue')
  expect(end).toMatchObject({ outcome: 'done', usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 } })
  expect((await demo.json('app.json')).name).toBe('Mission Control')
  expect(await demo.file('client/src/theme.css')).toMatch(/--accent-hue: 2\d\d;/)
  expect(toolsOf(parts)).toMatchObject([
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

test('files are not looked at, and it says so and where they are', async () => {
  const file = { id: 'a', name: 'a`b.png', mediaType: 'image/png', size: 1, path: 'files/2026-11-21-ab.png' }
  for (const words of ['', 'What is in this picture?']) {
    const { end, parts } = await demo.ask(words, { files: [file] })
    expect(end.outcome).toBe('done')
    expect(parts).toEqual([
      {
        type: 'text',
        text: 'I can’t look at files: I am the demo engine, and only a model could. It is kept in your workspace:\n\n- `a’b.png` as `files/2026-11-21-ab.png`',
      },
    ])
  }
  const { text } = await demo.ask('Make it blue', { files: [file] })
  expect(text).toMatch(/accent is now blue[\s\S]*can’t look at files/)
})

test('who asks how to connect a provider is told, with a button', async () => {
  const { text, parts } = await demo.ask('Connect a provider')
  expect(text).toContain('**Settings** and **Provider**')
  expect(parts.at(-1)).toMatchObject({ type: 'notice', notice: { action: 'connect-provider' } })
  expect((await demo.ask('Who will win the race?')).text).toContain('**Settings** and **Provider**')
})

test('a tool is running before it is done, and text comes in small chunks', async () => {
  demo.send('make it red')
  const seen: AgentEvent[] = []
  await demo.turnEnd((event) => seen.push(event))
  expect(seen.map((event) => (event.type === 'tool' ? event.tool.status : event.type)).slice(0, 3)).toEqual([
    'status',
    'running',
    'done',
  ])
  const chunks = seen.flatMap((event) => (event.type === 'text' ? [event.text] : []))
  expect(chunks.length).toBeGreaterThan(4)
  expect(chunks.every((chunk) => chunk.trim().split(/\s+/).length <= 3)).toBe(true)
})

test('the long story has more than 600 words and says that it is canned', async () => {
  const { text } = await demo.ask('tell me a long story')
  expect(text.split(/\s+/).length).toBeGreaterThan(600)
  expect(text).toMatch(/canned/)
})

describe('the fence', () => {
  test('a link that leads outside is refused, and the turn fails in words', async () => {
    const outside = join(temporaryDirectory(), 'MYHUMAN.md')
    await writeFile(outside, 'mine')
    await rm(join(demo.dir, 'MYHUMAN.md'))
    await symlink(outside, join(demo.dir, 'MYHUMAN.md'))
    const { end } = await demo.ask('remember that I like tea')
    expect(end).toMatchObject({
      outcome: 'failed',
      error: { level: 'error', code: 'forbidden', action: 'retry' },
    })
    expect(await readFile(outside, 'utf8')).toBe('mine')
    expect((await demo.ask('help')).end.outcome).toBe('done')
  })

  test('a failed write is a failed tool, and what was written before it goes back', async () => {
    const before = demo.snapshot()
    demo.open({ clock: quickClock, delayMs: 25 })
    demo.send('add a note card')
    const { end, parts } = await demo.turnEnd((event) => {
      if (
        event.type !== 'tool' ||
        event.tool.title !== 'Edit client/src/cards.ts' ||
        event.tool.status !== 'running'
      )
        return
      rmSync(join(demo.dir, 'client/src/cards.ts'))
      mkdirSync(join(demo.dir, 'client/src/cards.ts/taken'), { recursive: true })
    })
    expect(end.outcome).toBe('done')
    expect(toolsOf(parts).map(({ status }) => status)).toEqual(['done', 'failed'])
    expect(toolsOf(parts)[1]?.output).toContain('not a file any more')
    const { 'client/src/cards.ts': _, ...rest } = before
    expect(demo.snapshot()).toEqual(rest)
  })
})

describe('stopping', () => {
  test('ends within one chunk, keeps what was said, and takes the next prompt', async () => {
    const clock = createFakeClock(now)
    demo.open({ clock, random: () => 0, delayMs: 25 })
    demo.send('tell me a long story')
    await demo.next()
    for (let chunk = 0; chunk < 3; chunk++) {
      const next = demo.next()
      clock.advance(25)
      expect((await next).value).toMatchObject({ type: 'text' })
    }
    await demo.interrupt()
    const { end, parts } = await demo.turnEnd()
    expect(end).toMatchObject({ outcome: 'stopped', usage: { durationMs: 75 } })
    expect(parts).toEqual([])
    demo.send('hi')
    expect((await demo.next()).value).toEqual({ type: 'status', status: 'working' })
    await demo.close()
  })

  test('a tool that was running is stopped, and has changed nothing', async () => {
    const before = demo.snapshot()
    demo.open({ clock: createFakeClock(now), delayMs: 25 })
    demo.send('add a note card')
    for (;;) if ((await demo.next()).value?.type === 'tool') break
    await demo.interrupt()
    const { end, parts } = await demo.turnEnd()
    expect([end.outcome, toolsOf(parts)[0]?.status]).toEqual(['stopped', 'stopped'])
    expect(demo.snapshot()).toEqual(before)
  })

  test('a closed session ends its events; prompts sent during a turn are taken in order', async () => {
    demo.send('hi')
    demo.send('make it blue')
    expect((await demo.turnEnd()).text).toContain('demo engine')
    expect((await demo.turnEnd()).text).toContain('blue')
    await demo.close()
    expect((await demo.next()).done).toBe(true)
  })
})

test('a repair is not taken back, as that would break the app again', async () => {
  await demo.ask('Break the app')
  // As the overlay over the app asks.
  await demo.ask(
    'Please fix this: The dashboard does not compile\n\nclient/src/app.tsx:57:25: Expected `)` but found `EOF`',
  )
  const repaired = await demo.file('client/src/app.tsx')
  const { text } = await demo.ask('Undo')
  expect(text).toContain('would break it again')
  expect(await demo.file('client/src/app.tsx')).toBe(repaired)
})

test('a card with a title of the owner’s is a list of its own', async () => {
  const { text } = await demo.ask('Add a to-do card called Groceries')
  expect(text).toContain('a list of its own')
  const card = await demo.file('client/src/cards/groceries-card.tsx')
  expect(card).toContain(`const list = 'Groceries'`)
  expect(card).toContain('note.list === list')
  expect(card).toContain(`{ text: \`todo \${text}\`, list }`)
})
