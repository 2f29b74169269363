import path from 'node:path'
import type { FrameLocator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { createConversations } from '../../src/platform/store/conversations.ts'
import { openDatabase } from '../../src/platform/store/database.ts'
import { createMessages } from '../../src/platform/store/messages.ts'
import { migrations } from '../../src/platform/store/migrations.ts'
import { createSettings } from '../../src/platform/store/settings.ts'
import { inTransaction } from '../../src/platform/store/transaction.ts'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import type { MessagePart } from '../../src/protocol/turn-parts.ts'
import type { DeviceOptions } from './browser.ts'
import { connectChat } from './chat-socket.ts'
import { findProblems } from './find-problems.ts'
import { createOwner, startClaimed } from './owner.ts'

const count = 10_000
const code = '```ts\n// counts\nconst answer: number = count("notes") + 42\n```'
const command = 'npm run build --workspace client -- --mode production --logLevel warn'
const call = (id: string, output: string): MessagePart => ({
  type: 'tool',
  tool: { id, name: 'Bash', kind: 'execute', title: command, status: 'done', locations: [], output },
})
const workParts: MessagePart[] = [
  { type: 'thinking', text: 'What could it be?' },
  call('a', 'built once'),
  call('b', 'built again'),
  { type: 'text', text: 'I looked.' },
]
const beach = { id: 'beach', name: 'beach.png', mediaType: 'image/png', size: 68, path: 'files/beach.png' }
const owner = createOwner(() => startClaimed({ prepareHome: seed }))

/** A conversation of 10,000 messages, which is the active one, and two short ones. */
function seed(home: string): void {
  const db = openDatabase(path.join(home, 'memory.db'), migrations)
  const now = Date.now()
  const conversations = createConversations({ db, clock: { now: () => now } })
  const messages = createMessages({ db })
  const say = (conversationId: string, content: string, fields: Partial<ChatMessage> = {}) => {
    const position = conversations.nextSeq(conversationId)
    const role = position % 2 === 1 ? 'user' : 'assistant'
    messages.insert({
      id: `${conversationId}-${position}`,
      conversationId,
      position,
      role,
      content,
      parts: role === 'user' ? [] : [{ type: 'text', text: content }],
      status: role === 'user' ? 'sent' : 'done',
      turnId: `${conversationId}-turn-${(position + 1) >> 1}`,
      ...(role === 'assistant' && {
        usage: { inputTokens: 2000, outputTokens: 100, costUsd: 0.01, durationMs: 9000 },
      }),
      createdAt: now - (count - position) * 60_000,
      ...fields,
    })
  }
  inTransaction(db, () => {
    conversations.create({ id: 'short', title: 'Shopping' })
    say('short', 'What do I need?')
    say('short', 'Coffee filters.')
    conversations.create({ id: 'code', title: 'Colours' })
    say('code', 'Show me')
    say('code', `Like this:\n\n${code}\n\n| what | how much |\n| --- | ---: |\n| notes | 12 |`)
    conversations.create({ id: 'picture', title: 'Beach' })
    say('picture', 'Look at this', { parts: [{ type: 'file', file: beach }] })
    say('picture', `It is here:\n\n![The beach](${beach.path})\n\nNot here: ![nothing](files/none.png)`)
    conversations.create({ id: 'stopped', title: 'Stopped one' })
    say('stopped', 'note: buy milk')
    say('stopped', 'I began', { status: 'stopped' })
    conversations.create({ id: 'work', title: 'Work' })
    say('work', 'Look into it')
    say('work', 'I looked.', { parts: workParts })
    for (let number = 3; number <= 60; number++) say('work', `Word ${number}. ${'More words. '.repeat(40)}`)
    conversations.create({ id: 'long', title: 'A long story' })
    for (let number = 1; number <= count; number++) {
      const hit = number === 1200 ? ' The treasure is under the pear tree.' : ''
      const words = 'Words of a message that wraps. '.repeat(1 + ((number * 7) % 11))
      say('long', `Message ${number}. ${words}${number % 6 === 0 ? `\n\n${code}` : ''}${hit}`)
    }
  })
  createSettings({ db }).set('activeConversationId', 'long')
  db.close()
}

async function openChat(options: DeviceOptions = {}) {
  const panel = await owner.openPanel({ serviceWorkers: 'block', ...options })
  await panel.chat.getByRole('log').waitFor()
  return { ...panel, log: logIn(panel.page) }
}

/** What can be measured of the transcript. */
function logIn(page: Page) {
  const frame = () => {
    const found = page.frames().find((each) => each.url().startsWith(`${owner.url}/bloby/`))
    if (!found) throw new Error('The chat is not open.')
    return found
  }
  const run = <T>(script: string) =>
    frame().evaluate<T>(`(() => { const log = document.querySelector('[role=log]'); ${script} })()`)
  const inView = `const box = log.getBoundingClientRect()
    const seen = [...log.querySelectorAll('[data-message]')].filter((each) => {
      const { top, bottom } = each.getBoundingClientRect()
      return bottom > box.top && top < box.bottom && getComputedStyle(each).visibility === 'visible'
    })`
  return {
    nodes: () => run<number>(`return document.querySelectorAll('*').length`),
    toEnd: () => run<number>('return log.scrollHeight - log.clientHeight - log.scrollTop'),
    scrollTo: (place: string) => run<void>(`log.scrollTop = ${place}`),
    scrollBy: (pixels: number) => run<void>(`log.scrollTop += ${pixels}`),
    /** The ids of the messages that can be seen. */
    inView: () => run<string[]>(`${inView}; return seen.map((each) => each.dataset.message)`),
    /** Where a message is in the window; null when it is not drawn. */
    topOf: (id: string) =>
      run<number | null>(
        `return log.querySelector('[data-message="${id}"]')?.getBoundingClientRect().top ?? null`,
      ),
    isMarked: (id: string) =>
      run<boolean>(
        `return log.querySelector('[data-message="${id}"]')?.classList.contains('bg-accent-soft') ?? false`,
      ),
    height: () => run<number>('return log.scrollHeight'),
  }
}

async function openConversation(chat: FrameLocator, title: string): Promise<void> {
  await chat.getByTitle('Conversations').click()
  const list = chat.getByRole('dialog', { name: 'Conversations' })
  await list.getByRole('button', { name: new RegExp(`^${title}`) }).click()
}

it('10,000 messages open at the last with few of them drawn, and reading back goes on without a jump', async () => {
  const { chat, log, picture, page, errors, close } = await openChat()
  await chat.getByText(`Message ${count}.`).waitFor()
  await expect.poll(log.toEnd).toBeLessThan(2)
  await expect.poll(log.inView).toContain(`long-${count}`)
  expect(await log.nodes()).toBeLessThanOrEqual(300)
  await picture('transcript-long-1280-light')
  expect(await findProblems(page)).toEqual([])

  // To the first of the 50 that came with the page: the page before comes, and what is read stays where it is.
  const measured = Promise.withResolvers<void>()
  await page.route(/\/messages\?before=/, async (route) => {
    await measured.promise
    await route.continue()
  })
  await log.scrollTo('200')
  const reading = `long-${count - 48}`
  await expect.poll(log.inView).toContain(reading)
  await chat.getByText('Loading earlier messages…').waitFor()
  const before = (await log.topOf(reading)) ?? 0
  const heightBefore = await log.height()
  measured.resolve()
  await expect.poll(log.height).toBeGreaterThan(heightBefore + 2000)
  expect(Math.abs(((await log.topOf(reading)) ?? 9999) - before)).toBeLessThan(2)

  const jump = chat.getByRole('button', { name: 'Jump to latest' })
  await jump.click()
  await jump.waitFor({ state: 'detached' })
  await expect.poll(log.toEnd).toBeLessThan(2)
  await expect.poll(log.inView).toContain(`long-${count}`)
  expect(errors).toEqual([])
  await close()
})

it('a hit of the search is marked, opens the conversation there, and from there it goes on both ways', async () => {
  const { chat, log, picture, page, errors, close } = await openChat({
    width: 390,
    height: 844,
    theme: 'dark',
  })
  await openConversation(chat, 'Shopping')
  await chat.getByText('Coffee filters.').waitFor()
  await chat.getByTitle('Conversations').click()
  await chat.getByRole('searchbox').fill('treasure pear')
  const hit = chat.getByRole('button', { name: /The treasure is under the pear tree/ })
  await hit.waitFor()
  expect(await hit.locator('mark').allInnerTexts()).toEqual(['treasure', 'pear'])
  await picture('search-390-dark')
  expect(await findProblems(page)).toEqual([])
  await hit.click()
  await expect.poll(() => log.isMarked('long-1200')).toBe(true)
  await expect.poll(log.inView).toContain('long-1200')
  await picture('search-hit-390-dark')
  await expect.poll(() => log.isMarked('long-1200')).toBe(false)

  const readOn = async (pixels: number) => {
    await log.scrollBy(pixels)
    return await log.inView()
  }
  await expect.poll(() => readOn(-400)).toContain('long-1160')
  await expect.poll(() => readOn(400)).toContain('long-1240')
  await chat.getByRole('button', { name: 'Jump to latest' }).click()
  await expect.poll(log.inView).toContain(`long-${count}`)
  await expect.poll(log.toEnd).toBeLessThan(2)
  expect(errors).toEqual([])
  await close()
})

it('code has its colours, and is readable in both themes', async () => {
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 480, 390, 320]) {
      const { chat, picture, page, errors, close } = await openChat({ width, height: 800, theme })
      await openConversation(chat, 'Colours')
      const keyword = chat.getByText('const', { exact: true })
      await keyword.waitFor()
      expect(await keyword.getAttribute('style')).toContain('--code-keyword')
      await picture(`code-${width}-${theme}`)
      expect(await findProblems(page)).toEqual([])
      expect(errors).toEqual([])
      await close()
    }
})

it('a message of the owner’s is copied, and put back into the composer; an answer that was stopped is asked for again', async () => {
  const { chat, picture, page, errors, close } = await openChat()
  await openConversation(chat, 'Stopped one')
  const actions = chat.getByRole('button', { name: 'Your message: actions' })
  await actions.focus()
  await page.keyboard.press('Enter')
  const copy = chat.getByRole('menuitem', { name: 'Copy' })
  await copy.waitFor()
  await picture('owner-actions-1280-light')
  expect(await findProblems(page)).toEqual([])
  await copy.click()
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('note: buy milk')
  await actions.focus()
  await page.keyboard.press('Enter')
  await chat.getByRole('menuitem', { name: 'Edit and send again' }).click()
  const composer = chat.getByRole('textbox', { name: 'Message' })
  await expect.poll(() => composer.inputValue()).toBe('note: buy milk')
  await composer.fill('')
  await chat.getByRole('button', { name: 'Try again' }).click()
  await chat.getByText('Kept as a note: “buy milk”').waitFor()
  await expect.poll(() => chat.getByText('You: note: buy milk', { exact: true }).count()).toBe(2)
  await expect.poll(() => chat.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  expect(errors).toEqual([])
  await close()
})

it('a conversation is deleted and comes back at a press, and is exported as it is', async () => {
  const { chat, picture, page, errors, close } = await openChat({ width: 480 })
  await chat.getByTitle('Conversations').click()
  await chat.getByRole('button', { name: 'Actions for Shopping' }).click()
  const download = page.waitForEvent('download')
  await chat.getByRole('menuitem', { name: 'Export as Markdown' }).click()
  expect((await download).suggestedFilename()).toBe('Shopping.md')
  await chat.getByRole('button', { name: 'Actions for Shopping' }).click()
  await chat.getByRole('menuitem', { name: 'Delete' }).click()
  await chat.getByText('Deleted “Shopping”').waitFor()
  await picture('conversation-deleted-480-light')
  expect(await findProblems(page)).toEqual([])
  expect((await owner.api.fetch('/api/conversations/short')).status).toBe(404)
  await chat.getByRole('button', { name: 'Undo' }).click()
  await chat
    .getByRole('dialog')
    .getByRole('button', { name: /^Shopping/ })
    .waitFor()
  expect((await owner.api.fetch('/api/conversations/short')).status).toBe(200)
  expect(errors).toEqual([])
  await close()
})

it('a line shows where the owner left off', async () => {
  const { chat, page, picture, errors, close } = await openChat()
  await openConversation(chat, 'Shopping')
  await chat.getByText('Coffee filters.').waitFor()
  await chat.getByRole('button', { name: 'Close chat' }).click()
  await page.getByRole('button', { name: /^Open the chat/ }).waitFor()
  // On a device that shows it the owner would read the answer, and then it were new on none.
  const other = await connectChat({ url: owner.url, token: owner.api.token })
  other.send({ type: 'user:message', id: 'tea', conversationId: 'short', content: 'note: tea' })
  await other.next('bot:done')
  await other.close()
  await expect.poll(() => chat.getByText('Kept as a note: “tea”').count()).toBe(1)
  expect(await chat.getByText('New', { exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: /^Open the chat/ }).click()
  await chat.getByText('New', { exact: true }).waitFor()
  await picture('new-line-1280-light')
  expect(errors).toEqual([])
  await close()
})

it('rows that were opened are open when the owner comes back to them, and how many they are is never cut off', async () => {
  const { chat, log, page, picture, errors, close } = await openChat({ width: 390, height: 844 })
  await openConversation(chat, 'Work')
  await chat.getByText('Word 60.').waitFor()
  await expect.poll(log.toEnd).toBeLessThan(2)
  const toStart = async () => {
    await log.scrollTo('0')
    return log.topOf('work-2')
  }
  await expect.poll(toStart).not.toBeNull()
  const run = chat.locator('summary', { hasText: 'npm run build' }).first()
  await run.waitFor()
  const times = run.getByText('2 times', { exact: true })
  const row = await run.boundingBox()
  const words = await times.boundingBox()
  if (!row || !words) throw new Error('The row is not drawn.')
  expect(words.x + words.width).toBeLessThan(row.x + row.width)
  await picture('tool-run-390-light')

  await run.click()
  await chat.locator('summary', { hasText: 'npm run build' }).nth(2).click()
  await chat.getByText('built again').waitFor()
  await chat.getByText('Thought', { exact: true }).click()
  await chat.getByText('What could it be?').waitFor()
  await picture('tool-run-open-390-light')
  expect(await findProblems(page)).toEqual([])

  await log.scrollTo('log.scrollHeight')
  await expect.poll(() => log.topOf('work-2')).toBeNull()
  await expect.poll(toStart).not.toBeNull()
  await chat.getByText('built again').waitFor()
  await chat.getByText('What could it be?').waitFor()
  expect(errors).toEqual([])
  await close()
})

it('a picture of the conversation that the agent names is shown, and opens as large as the window', async () => {
  const { chat, page, errors, close } = await openChat({ width: 390, height: 844 })
  const body = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
  await page.route('**/api/files/beach', (route) => route.fulfill({ contentType: 'image/svg+xml', body }))
  await openConversation(chat, 'Beach')
  await chat.getByText('Not here: nothing').waitFor()
  await chat.getByRole('button', { name: 'The beach' }).click()
  await chat.getByRole('dialog', { name: 'The beach' }).getByRole('img', { name: 'The beach' }).waitFor()
  expect([...errors, ...(await findProblems(page))]).toEqual([])
  await close()
})
