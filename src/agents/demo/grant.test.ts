import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { transformWithOxc } from 'vite'
import { beforeEach, describe, expect, test } from 'vitest'
import { createDemoWorkspace, toolsOf } from './demo-workspace.test-kit.ts'

let demo: Awaited<ReturnType<typeof createDemoWorkspace>>

beforeEach(async () => {
  demo = await createDemoWorkspace()
})

test.each([
  ['Call it Home', 'already called'],
  ['make it #ff8800', 'accent is now #ff8800'],
  ['make the accent sparkly', 'do not know the colour'],
  ['make it black', 'grey'],
  ['help', 'Break the app'],
  ['What is the capital of France?', 'With a provider connected, Bloby understands anything you say'],
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
  const answer = await demo.ask(text)
  expect(answer.end.outcome).toBe('done')
  expect(answer.text).toContain(words)
})

describe('cards and routes', () => {
  test.each(['add a to-do card', 'add a links card called "Bücher & <Reading>"', 'add a note card'])(
    '%j',
    async (text) => {
      const { parts } = await demo.ask(text)
      const [card] = toolsOf(parts)
      const source = await demo.file(card?.diff?.path ?? '')
      await transformWithOxc(source, 'card.tsx')
      const list = await demo.file('client/src/cards.ts')
      expect(list).toMatch(/mainCards: ComponentType\[\] = \[Capture, \w+Card, Today, Ask\]/)
      const before = demo.snapshot()
      expect((await demo.ask(text)).text).toContain('already on the page')
      expect(demo.snapshot()).toEqual(before)
    },
  )

  test('a route is written, listed, and answers', async () => {
    await demo.ask('add a route /greet/loud that says "it\'s me"')
    const source = await demo.file('backend/routes/greet-loud-route.ts')
    expect(source).toContain("c.json({ message: 'it\\'s me' })")
    const list = await demo.file('backend/routes.ts')
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
    await writeFile(join(demo.dir, path), '{ "rewritten": by hand }')
    const before = demo.snapshot()
    const answer = await demo.ask(text)
    expect(answer.end.outcome).toBe('done')
    expect(answer.text).toMatch(/changed nothing|left it alone/)
    expect(toolsOf(answer.parts)).toEqual([])
    expect(demo.snapshot()).toEqual(before)
  })

  test('a missing file is said in words', async () => {
    await rm(join(demo.dir, 'client/src/cards.ts'))
    expect((await demo.ask('add a note card')).text).toContain('is not there')
  })
})

describe('notes', () => {
  test('notes, to-dos and links go to app.db, and undo takes them out', async () => {
    demo.makeDatabase()
    const { parts, text } = await demo.ask('add a note: buy milk')
    expect(toolsOf(parts)).toMatchObject([
      { name: 'sql', kind: 'execute', status: 'done', output: '1 added to notes' },
    ])
    expect(text).toContain('“buy milk”')
    await demo.ask('add todos: bread, eggs. Save this link: https://www.example.com/')
    expect(demo.notes()).toHaveLength(4)
    expect(demo.notes()).toEqual(
      expect.arrayContaining([
        { kind: 'todo', text: 'bread', url: null },
        { kind: 'link', text: 'example.com', url: 'https://www.example.com/' },
      ]),
    )
    expect((await demo.ask('undo')).text).toContain('Taken back')
    expect(demo.notes()).toEqual([{ kind: 'note', text: 'buy milk', url: null }])
  })

  test('a turn that goes on does not keep twice', async () => {
    demo.makeDatabase()
    await demo.ask('add a note: buy milk')
    const { text } = await demo.ask('add a note: buy milk', { isContinuation: true })
    expect(text).toMatch(/^Going on where I stopped\.[\s\S]*already kept/)
    expect(demo.notes()).toHaveLength(1)
  })

  test('a card with a note in it is both', async () => {
    demo.makeDatabase()
    expect((await demo.ask('add a note card: buy milk')).text).toContain('Kept as a note: “buy milk”')
    expect(demo.notes()).toEqual([{ kind: 'note', text: 'buy milk', url: null }])
    await rm(join(demo.dir, 'app.db'))
    expect((await demo.ask('add a link card: https://example.com')).text).toMatch(
      /is on the page[\s\S]*not there yet/,
    )
  })

  test('without a database, or with another one, nothing is kept and it says why', async () => {
    expect((await demo.ask('add a note: buy milk')).text).toContain('not there yet')
    new DatabaseSync(join(demo.dir, 'app.db')).exec('CREATE TABLE other (id)')
    expect((await demo.ask('add a note: buy milk')).text).toContain('not as I know them')
  })
})

test('facts are remembered in the owner’s words, shown, and forgotten one at a time', async () => {
  await demo.ask('Remember that I like tea')
  await demo.ask('Remember that I like tea with milk. Remember that my sister is called Ada')
  expect(await demo.file('MYHUMAN.md')).toMatch(
    /as a list item.*\n\n- "I like tea" \(said on 2026-11-21\)\n- "I like tea with milk" \(said on 2026-11-21\)\n- "my sister is called Ada" \(said on 2026-11-21\)\n$/s,
  )
  expect((await demo.ask('remember that I like tea')).text).toContain('know that already')
  expect((await demo.ask('forget about tea')).text).toContain('Which one?')
  expect((await demo.ask('forget about the milk')).text).toContain('Forgotten')
  const { parts, text } = await demo.ask('what do you know about me?')
  expect(toolsOf(parts).map(({ kind, status }) => [kind, status])).toEqual([
    ['read', 'done'],
    ['read', 'done'],
  ])
  expect(toolsOf(parts)[0]?.output).toContain('# What I know of my owner')
  expect(text).toContain('- "I like tea"')
  expect(text).not.toContain('milk')
})

test('schedules are kept in CRONS.json, never twice, and it says that no clock runs them yet', async () => {
  const { text } = await demo.ask('every day at 9 tell me the weather')
  expect(text).toContain('every day at 09:00')
  expect(text).toContain('still to come')
  expect((await demo.ask('every day at 9 tell me the weather')).text).toContain('already on the schedule')
  await demo.ask('remind me to call mum tomorrow at 18:00')
  expect(await demo.json('CRONS.json')).toEqual([
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
  const shown = await demo.ask('what is scheduled?')
  expect(shown.text).toContain('- Tell me the weather: every day at 09:00')
  expect(shown.text).toContain('- Remind me to call mum: once, on 22 November at 18:00')
  await demo.ask('cancel the reminder to call mum')
  expect(await demo.json('CRONS.json')).toHaveLength(1)
})

describe('breaking and repairing', () => {
  test.each([
    ['break the app', 'client/src/app.tsx'],
    ['break the backend', 'backend/index.ts'],
  ])('%j changes %s, and "fix it" brings it back exactly', async (text, path) => {
    const before = demo.snapshot()
    await demo.ask(text)
    expect(await demo.file(path)).toContain('Broken on purpose')
    expect((await demo.ask(text)).text).toContain('already broken')
    if (path.endsWith('.tsx')) await expect(transformWithOxc(await demo.file(path), path)).rejects.toThrow()
    demo.open()
    expect((await demo.ask('fix it')).text).toContain(`Repaired: \`${path}\``)
    expect(demo.snapshot()).toEqual(before)
  })
})

describe('undo', () => {
  test('takes back the last turn that changed anything, and again brings it back', async () => {
    const before = demo.snapshot()
    await demo.ask('add a note card and make it blue')
    const after = demo.snapshot()
    await demo.ask('what can you do?')
    expect((await demo.ask('undo')).text).toContain('Taken back')
    expect(demo.snapshot()).toEqual(before)
    await demo.ask('undo')
    expect(demo.snapshot()).toEqual(after)
  })

  test('takes nothing back when a file has changed since', async () => {
    await demo.ask('add a note card and make it blue')
    await writeFile(join(demo.dir, 'client/src/theme.css'), '/* mine */')
    const before = demo.snapshot()
    expect((await demo.ask('undo')).text).toContain('has changed since')
    expect(demo.snapshot()).toEqual(before)
  })

  test('that goes on after it was cut off is not undone', async () => {
    const before = demo.snapshot()
    await demo.ask('make it blue')
    await demo.ask('undo')
    expect((await demo.ask('undo', { isContinuation: true })).end.outcome).toBe('done')
    expect(demo.snapshot()).toEqual(before)
  })
})
