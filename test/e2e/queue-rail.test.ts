import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiClient, claim } from './api.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { eventually, openComposer, patience } from './open-composer.ts'
import { type Program, startProgram } from './start-program.ts'

const story = 'Tell me a long story'
let program: Program
let browser: TestBrowser
let api: ApiClient

beforeAll(async () => {
  program = await startProgram()
  api = await claim(program.ready, { password: 'correct horse', name: 'Ada' })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await program?.dispose()
})

const openChat = (options: Parameters<TestBrowser['device']>[0] = {}) =>
  openComposer(browser, { token: api.token, url: program.ready.url }, options)

const queueOf = (page: Page | FrameLocator) => page.getByRole('list', { name: 'Queued messages' })
/** The words that wait, in their order. */
const waitingOn = (page: Page) =>
  queueOf(page)
    .getByRole('button', { name: /^Edit: / })
    .and(page.locator('[aria-keyshortcuts]'))
    .allInnerTexts()

/** What the owner said in the active conversation, as it is on record. */
async function ownersWords(): Promise<string[]> {
  const ask = async <T>(path: string) => (await (await api.fetch(path)).json()) as T
  const { conversationId } = await ask<{ conversationId: string }>('/api/context/current')
  const { messages } = await ask<{ messages: { role: string; content: string }[] }>(
    `/api/conversations/${conversationId}/messages`,
  )
  return messages.filter(({ role }) => role === 'user').map(({ content }) => content)
}

it('what waits is edited in place, moved by keys and by hand, removed with a way back, and sent now, on all devices', async () => {
  const chat = await openChat()
  const { page, field, say, picture, errors } = chat
  await chat.startNew()
  await say(story)
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()
  for (const text of ['one', 'two', 'three']) await say(text)
  await eventually(() => waitingOn(page)).toEqual(['one', 'two', 'three'])
  const phone = await openChat({ width: 390, height: 844, theme: 'dark' })
  await eventually(() => waitingOn(phone.page)).toEqual(['one', 'two', 'three'])
  await phone.picture('composer-queue-390-dark')
  expect(await findProblems(phone.page)).toEqual([])

  const handle = (text: string) => page.locator('[aria-keyshortcuts]', { hasText: text })
  await handle('three').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Alt+ArrowUp')
  await eventually(() => waitingOn(page)).toEqual(['three', 'one', 'two'])
  await eventually(() => waitingOn(phone.page)).toEqual(['three', 'one', 'two'])
  expect(await page.locator('[aria-live=polite]').innerText()).toContain('Now 1 of 3.')

  const [from, to] = [await handle('three').boundingBox(), await handle('two').boundingBox()]
  if (!from || !to) throw new Error('The queue is not on the page.')
  await page.mouse.move(from.x + 40, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(from.x + 40, from.y + from.height, { steps: 4 })
  await page.mouse.move(from.x + 40, to.y + to.height / 2, { steps: 4 })
  await page.mouse.up()
  await eventually(() => waitingOn(phone.page)).toEqual(['one', 'two', 'three'])
  expect(await waitingOn(page)).toEqual(['one', 'two', 'three'])

  await handle('two').press('Enter')
  const edit = page.getByRole('textbox', { name: 'Queued message' })
  await eventually(() => edit.evaluate((element) => element.matches(':focus'))).toBe(true)
  await edit.fill('two, with other words')
  await picture('composer-queue-edit-1280-light')
  expect(await findProblems(page)).toEqual([])
  await edit.press('Enter')
  await eventually(() => waitingOn(phone.page)).toEqual(['one', 'two, with other words', 'three'])
  await edit.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Remove: one' }).click()
  await eventually(() => waitingOn(phone.page)).toEqual(['two, with other words', 'three'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(() => waitingOn(phone.page)).toEqual(['two, with other words', 'three', 'one'])
  await picture('composer-queue-1280-light')

  // Written words are not lost when the agent takes the message from under the hands.
  await phone.page.locator('[aria-keyshortcuts]', { hasText: 'three' }).click()
  await phone.page.getByRole('textbox', { name: 'Queued message' }).fill('three, half wr')
  await phone.picture('composer-queue-edit-390-dark')
  await page.getByRole('button', { name: /^Send now.*: three$/ }).click()
  await chat.log.getByText('Stopped', { exact: true }).waitFor(patience)
  await phone.holds('three, half wr')
  await phone.page.getByText('Bloby has taken this message as it was.', { exact: false }).waitFor()
  await eventually(() => waitingOn(page)).toEqual([])
  expect(await ownersWords()).toEqual([story, 'three', 'two, with other words', 'one'])
  expect(await field.inputValue()).toBe('')
  expect([...errors, ...phone.errors]).toEqual([])
  await phone.close()
  await chat.close()
})
