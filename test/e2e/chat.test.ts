import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiClient, claim } from './api.ts'
import { type Device, launchBrowser, type TestBrowser } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { type Program, startProgram } from './start-program.ts'

const password = 'correct horse'
let program: Program
let browser: TestBrowser
let api: ApiClient

beforeAll(async () => {
  program = await startProgram()
  api = await claim(program.ready, { password, name: 'Ada' })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await program?.dispose()
})

/** A device that is signed in and looks at a conversation of its own. */
async function openChat(
  options: Parameters<TestBrowser['device']>[0] = {},
): Promise<Device & { chat: FrameLocator }> {
  const device = await browser.device(options)
  await device.context.addCookies([
    { name: 'bloby_session', value: api.token, url: program.ready.url, httpOnly: true, sameSite: 'Lax' },
  ])
  await device.page.goto(program.ready.url)
  await device.page.getByRole('button', { name: /^Open the chat/ }).click()
  return { ...device, chat: chatOf(device.page) }
}
const chatOf = (page: Page) => page.frameLocator('iframe[title="Chat"]')
const composerOf = (chat: FrameLocator) => chat.getByRole('textbox', { name: 'Message' })
async function say(chat: FrameLocator, text: string): Promise<void> {
  await composerOf(chat).fill(text)
  await composerOf(chat).press('Enter')
}
const startNew = (chat: FrameLocator) =>
  chat.getByRole('button', { name: 'New conversation', exact: true }).click()
const logOf = (chat: FrameLocator) => chat.getByRole('log')
const countIn = (chat: FrameLocator, text: string) =>
  logOf(chat).getByText(`You: ${text}`, { exact: true }).count()

it('a supervisor that is killed in the middle of an answer: the page comes back by itself and the answer can be continued', async () => {
  const { chat, close } = await openChat()
  await startNew(chat)
  await say(chat, 'Tell me a long story')
  await expect.poll(() => logOf(chat).innerText(), { timeout: 20_000 }).toMatch(/(\S+\s+){40}/)
  await program.kill9()
  await chat
    .getByText(/Reconnecting|Offline/)
    .first()
    .waitFor()
  await program.restart()
  await chat.getByText('Interrupted before it was finished').waitFor({ timeout: 20_000 })
  expect(await countIn(chat, 'Tell me a long story')).toBe(1)
  await chat.getByRole('button', { name: 'Continue' }).click()
  await chat.getByRole('button', { name: 'Stop' }).waitFor()
  await chat.getByRole('button', { name: 'Stop' }).click()
  await logOf(chat).getByText('Stopped', { exact: true }).waitFor()
  await close()
})

it('a message written without a connection is kept through a reload and delivered once', async () => {
  const { page, chat, close } = await openChat()
  await startNew(chat)
  await say(chat, 'help')
  await chat.getByRole('button', { name: 'Copy answer' }).waitFor()
  await program.stop()
  await chat
    .getByText(/Reconnecting|Offline/)
    .first()
    .waitFor()
  await say(chat, 'note: written offline')
  await logOf(chat).getByText('note: written offline').waitFor()
  await logOf(chat).getByText('Unsent').waitFor()
  await program.restart()
  await logOf(chat).getByText('Kept as a note', { exact: false }).waitFor({ timeout: 30_000 })
  await page.reload()
  await logOf(chat).getByText('Kept as a note', { exact: false }).waitFor({ timeout: 30_000 })
  expect(await countIn(chat, 'note: written offline')).toBe(1)
  expect(await logOf(chat).getByText('Unsent').count()).toBe(0)
  await close()
})

it('two devices are in step: what one says, both see, with the same answer', async () => {
  const desktop = await openChat()
  await startNew(desktop.chat)
  await say(desktop.chat, 'Remember that I live in Lisbon')
  await logOf(desktop.chat).getByText('I will remember', { exact: false }).waitFor()
  const phone = await openChat({ width: 390, height: 844, theme: 'dark' })
  await logOf(phone.chat).getByText('I will remember', { exact: false }).waitFor()
  await say(phone.chat, 'What do you know about me?')
  const answer = 'Lisbon'
  for (const { chat } of [desktop, phone])
    await expect
      .poll(() => logOf(chat).getByText(answer, { exact: false }).count(), { timeout: 20_000 })
      .toBeGreaterThan(1)
  const words = async (chat: FrameLocator) => (await logOf(chat).innerText()).replaceAll(/\s+/g, ' ')
  await expect.poll(() => words(phone.chat), { timeout: 20_000 }).toBe(await words(desktop.chat))
  await phone.picture('chat-two-devices-390-dark')
  await phone.close()
  await desktop.close()
})

it('messages sent while the agent works are queued in sight, can be taken back, and a stop keeps what was said', async () => {
  const { chat, picture, page, errors, close } = await openChat()
  await startNew(chat)
  await say(chat, 'Tell me a long story')
  await chat.getByRole('button', { name: 'Stop' }).waitFor()
  await say(chat, 'help')
  await say(chat, 'note: from the queue')
  const queue = chat.getByRole('list', { name: 'Queued messages' })
  await expect.poll(() => queue.getByRole('listitem').count()).toBe(2)
  await picture('chat-queue-1280-light')
  expect(await findProblems(page)).toEqual([])
  await queue
    .getByRole('button', { name: /Take back/ })
    .first()
    .click()
  await expect.poll(() => queue.getByRole('listitem').count()).toBe(1)
  expect(await composerOf(chat).inputValue()).toBe('help')
  await composerOf(chat).fill('')
  await chat.getByRole('button', { name: 'Stop' }).click()
  await logOf(chat).getByText('Kept as a note', { exact: false }).waitFor({ timeout: 20_000 })
  expect(await countIn(chat, 'help')).toBe(0)
  expect(await logOf(chat).getByText('Stopped', { exact: true }).count()).toBe(1)
  expect(errors).toEqual([])
  await close()
})

it('the app breaks and the chat does not: the error is named, a reload changes nothing, and it is repaired from the chat', async () => {
  const { page, chat, picture, close } = await openChat()
  const dashboard = page.frameLocator('iframe[title="Your app"]')
  await dashboard.getByText('Capture').waitFor({ timeout: 30_000 })
  await startNew(chat)
  await say(chat, 'break the app')
  await chat.getByText('The dashboard does not compile').first().waitFor({ timeout: 20_000 })
  await page.reload()
  await chat.getByText('The dashboard does not compile').first().waitFor({ timeout: 20_000 })
  await picture('chat-broken-app-1280-light')
  await say(chat, 'fix it')
  await dashboard.getByText('Capture').waitFor({ timeout: 30_000 })
  await expect
    .poll(() => chat.getByText('The dashboard does not compile').count(), { timeout: 20_000 })
    .toBe(0)
  await close()
})

it('reading back stays put while the answer streams, and one press jumps to the latest', async () => {
  const { page, chat, close } = await openChat({ width: 390, height: 700 })
  await startNew(chat)
  await say(chat, 'Tell me a long story')
  await expect.poll(() => logOf(chat).innerText(), { timeout: 20_000 }).toMatch(/(\S+\s+){250}/)
  const frame = page.frames().find((each) => each.url().startsWith(`${program.ready.url}/bloby/`))
  if (!frame) throw new Error('There is no chat frame.')
  const scroller = `(() => { let e = document.querySelector('[role=log]'); while (e && !(e.scrollHeight > e.clientHeight + 4 && /auto|scroll/.test(getComputedStyle(e).overflowY))) e = e.parentElement ?? document.scrollingElement; return e })()`
  const box = await logOf(chat).boundingBox()
  if (!box) throw new Error('The transcript is not on the page.')
  await page.mouse.move(box.x + box.width / 2, 300)
  await page.mouse.wheel(0, -400)
  await chat.getByRole('button', { name: 'Jump to latest' }).waitFor()
  const before = await frame.evaluate<number>(`${scroller}.scrollTop`)
  const lengthBefore = (await logOf(chat).innerText()).length
  await expect
    .poll(async () => (await logOf(chat).innerText()).length, { timeout: 20_000 })
    .toBeGreaterThan(lengthBefore + 200)
  expect(Math.abs((await frame.evaluate<number>(`${scroller}.scrollTop`)) - before)).toBeLessThan(2)
  await chat.getByRole('button', { name: 'Jump to latest' }).click()
  await chat.getByRole('button', { name: 'Stop' }).click()
  await logOf(chat).getByText('Stopped', { exact: true }).waitFor()
  await close()
})

it('signing out closes the chat on this device, a wrong password is said, and the right one opens it again', async () => {
  const device = await browser.device({ width: 390, height: 844 })
  const { page } = device
  const chat = chatOf(page)
  await page.goto(program.ready.url)
  await chat.getByLabel('Password', { exact: true }).fill('wrong horse')
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await chat.getByText('This password is not right.').waitFor()
  await device.picture('login-wrong-390-light')
  await chat.getByLabel('Password', { exact: true }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: /^Open the chat/ }).click()
  await chat.getByRole('button', { name: 'More' }).click()
  await chat.getByRole('menuitem', { name: 'Sign out' }).click()
  await chat.getByRole('button', { name: 'Sign in' }).waitFor()
  expect((await device.context.cookies()).filter(({ name }) => name === 'bloby_session')).toEqual([])
  await device.close()
})

it('a session that is revoked from elsewhere signs the device out and keeps what was not sent', async () => {
  const device = await browser.device()
  const chat = chatOf(device.page)
  await device.page.goto(program.ready.url)
  await chat.getByLabel('Password', { exact: true }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await device.page.getByRole('button', { name: /^Open the chat/ }).click()
  await composerOf(chat).fill('a draft')
  const { sessions } = (await (await api.fetch('/api/portal/sessions')).json()) as {
    sessions: { id: string; isCurrent: boolean; createdAt: number }[]
  }
  const newest = sessions.filter(({ isCurrent }) => !isCurrent).sort((a, b) => b.createdAt - a.createdAt)[0]
  await api.fetch(`/api/portal/sessions/${newest?.id}`, { method: 'DELETE' })
  await chat.getByText('Your session has ended', { exact: false }).waitFor()
  await chat.getByLabel('Password', { exact: true }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await device.page.getByRole('button', { name: /^Open the chat/ }).click()
  await expect.poll(() => composerOf(chat).inputValue()).toBe('a draft')
  await device.close()
})
