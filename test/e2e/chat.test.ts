import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, FrameLocator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { claim } from './api.ts'
import { launchBrowser } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { answered } from './open-composer.ts'
import { createOwner, longStory, password } from './owner.ts'
import { startProgram } from './start-program.ts'
import { temporaryHome } from './temporary-home.ts'

const owner = createOwner()

const chatOf = (page: Page) => page.frameLocator('iframe[title="Chat"]')
const composerOf = (chat: FrameLocator) => chat.getByRole('textbox', { name: 'Message' })
async function say(chat: FrameLocator, text: string): Promise<void> {
  await composerOf(chat).fill(text)
  await chat.getByRole('button', { name: /^(Send|Queue)$/ }).click()
}
const dashboardOf = (page: Page) => page.frameLocator('iframe[title="Your app"]')
function frameAt(page: Page, address: string): Frame {
  const frame = page.frames().find((each) => each.url().startsWith(address))
  if (!frame) throw new Error(`No frame shows ${address}.`)
  return frame
}
const startNew = (chat: FrameLocator) =>
  chat.getByRole('button', { name: 'New conversation', exact: true }).click()
const logOf = (chat: FrameLocator) => chat.getByRole('log')
/** How much there is of the answer that is being written. */
const lengthOf = async (chat: FrameLocator) =>
  (await logOf(chat).locator('[data-message]').last().innerText()).length
const countIn = (chat: FrameLocator, text: string) =>
  logOf(chat).getByText(`You: ${text}`, { exact: true }).count()

it('a supervisor that is killed in the middle of an answer: the page comes back by itself and the answer can be continued', async () => {
  const { chat, close } = await owner.openPanel()
  await startNew(chat)
  await say(chat, longStory)
  await expect.poll(() => lengthOf(chat)).toBeGreaterThan(longStory.length + 200)
  await owner.program.kill9()
  await chat
    .getByText(/Reconnecting|Offline/)
    .first()
    .waitFor()
  await owner.program.restart()
  await chat.getByText('Interrupted before it was finished').waitFor()
  expect(await owner.words()).toEqual([longStory])
  await chat.getByRole('button', { name: 'Continue' }).click()
  await chat.getByRole('button', { name: 'Stop' }).waitFor()
  await chat.getByRole('button', { name: 'Stop' }).click()
  await logOf(chat).getByText('Stopped', { exact: true }).waitFor()
  await close()
})

it('a message written without a connection is kept through a reload and delivered once', async () => {
  const { page, chat, close } = await owner.openPanel()
  await startNew(chat)
  await say(chat, 'help')
  await chat.getByRole('button', { name: 'Copy answer' }).waitFor()
  await owner.program.stop()
  await chat
    .getByText(/Reconnecting|Offline/)
    .first()
    .waitFor()
  await say(chat, 'note: written offline')
  await logOf(chat).getByText('note: written offline').waitFor()
  await logOf(chat).getByText('Unsent').waitFor()
  await owner.program.restart()
  await logOf(chat).getByText('Kept as a note', { exact: false }).waitFor()
  await page.reload()
  await logOf(chat).getByText('Kept as a note', { exact: false }).waitFor()
  expect(await countIn(chat, 'note: written offline')).toBe(1)
  expect(await owner.words()).toEqual(['help', 'note: written offline'])
  expect(await logOf(chat).getByText('Unsent').count()).toBe(0)
  await close()
})

it('two devices are in step: what one says, both see, with the same answer', async () => {
  const desktop = await owner.openPanel()
  await startNew(desktop.chat)
  await say(desktop.chat, 'Remember that I live in Lisbon')
  await logOf(desktop.chat).getByText('I will remember', { exact: false }).waitFor()
  const phone = await owner.openPanel({ width: 390, height: 844, theme: 'dark' })
  await logOf(phone.chat).getByText('I will remember', { exact: false }).waitFor()
  await say(phone.chat, 'What do you know about me?')
  for (const { chat } of [desktop, phone]) await answered(chat, 'What do you know about me?')
  const words = async (chat: FrameLocator) => (await logOf(chat).innerText()).replaceAll(/\s+/g, ' ')
  expect(await words(phone.chat)).toContain('What I know of you')
  await expect.poll(() => words(phone.chat)).toBe(await words(desktop.chat))
  await phone.picture('chat-two-devices-390-dark')
  await phone.close()
  await desktop.close()
})

it('messages sent while the agent works are queued in sight, can be removed, and a stop keeps what was said', async () => {
  const { chat, picture, page, errors, close } = await owner.openPanel()
  await startNew(chat)
  await say(chat, longStory)
  await chat.getByRole('button', { name: 'Stop' }).waitFor()
  await composerOf(chat).fill('help')
  await composerOf(chat).press('Enter')
  await say(chat, 'note: from the queue')
  const queue = chat.getByRole('list', { name: 'Queued messages' })
  await expect.poll(() => queue.getByRole('listitem').count()).toBe(2)
  await dashboardOf(page).getByText('Capture').waitFor()
  await picture('chat-queue-1280-light')
  expect(await findProblems(page)).toEqual([])
  await queue.getByRole('button', { name: 'Remove: help' }).click()
  await queue.getByText('Removed: help').waitFor()
  await chat.getByRole('button', { name: 'Stop' }).click()
  await logOf(chat).getByText('Kept as a note', { exact: false }).waitFor()
  expect(await owner.words()).toEqual([longStory, 'note: from the queue'])
  expect(await logOf(chat).getByText('Stopped', { exact: true }).count()).toBe(1)
  expect(errors).toEqual([])
  await close()
})

it('the app breaks and the chat does not: the error is named, a reload changes nothing, and it is repaired from the chat', async () => {
  const { page, chat, picture, close } = await owner.openPanel()
  const dashboard = dashboardOf(page)
  await dashboard.getByText('Capture').waitFor()
  await startNew(chat)
  await say(chat, 'break the app')
  await chat.getByText('The dashboard does not compile').first().waitFor()
  await page.reload()
  await chat.getByText('The dashboard does not compile').first().waitFor()
  await picture('chat-broken-app-1280-light')
  await say(chat, 'fix it')
  await dashboard.getByText('Capture').waitFor()
  await expect.poll(() => chat.getByText('The dashboard does not compile').count()).toBe(0)
  await close()
})

it('reading back stays put while the answer streams, and one press jumps to the latest', async () => {
  const { page, chat, close } = await owner.openPanel({ width: 390, height: 700 })
  await startNew(chat)
  await say(chat, longStory)
  await expect.poll(() => lengthOf(chat)).toBeGreaterThan(1500)
  const frame = frameAt(page, `${owner.url}/bloby/`)
  const log = `document.querySelector('[role=log]')`
  const top = () => frame.evaluate<number>(`${log}.scrollTop`)
  const toEnd = () => frame.evaluate<number>(`${log}.scrollHeight - ${log}.clientHeight - ${log}.scrollTop`)
  const length = () => lengthOf(chat)
  await expect.poll(toEnd).toBeLessThan(40)
  const box = await logOf(chat).boundingBox()
  if (!box) throw new Error('The transcript is not on the page.')
  await page.mouse.move(box.x + box.width / 2, 300)
  await page.mouse.wheel(0, -150)
  const jump = chat.getByRole('button', { name: 'Jump to latest' })
  await jump.waitFor()
  // The wheel scrolls in steps.
  let before = 0
  const moved = async () => {
    const last = before
    before = await top()
    return before - last
  }
  await expect.poll(moved).toBe(0)
  const lengthBefore = await length()
  expect(before).toBeGreaterThan(0)
  await expect.poll(length).toBeGreaterThan(lengthBefore + 200)
  expect(Math.abs((await top()) - before)).toBeLessThan(2)
  await jump.click()
  await jump.waitFor({ state: 'detached' })
  await expect.poll(toEnd).toBeLessThan(40)
  await chat.getByRole('button', { name: 'Stop' }).click()
  await logOf(chat).getByText('Stopped', { exact: true }).waitFor()
  await close()
})

it('signing out closes the chat on this device, a wrong password is said, and the right one opens it again', async () => {
  const device = await owner.browser.device({ width: 390, height: 844 })
  const { page } = device
  const chat = chatOf(page)
  await page.goto(owner.url)
  await chat.getByLabel('Password', { exact: true }).fill('wrong horse')
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await chat.getByText('This password is not right.').waitFor()
  await device.picture('login-wrong-390-light')
  await chat.getByLabel('Password', { exact: true }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: /^Open the chat/ }).click()
  await say(chat, 'help')
  await expect
    .poll(() => chat.locator('[aria-live=polite]').allInnerTexts())
    .toContainEqual(expect.stringContaining('demo engine'))
  await chat.getByRole('button', { name: 'More' }).click()
  await chat.getByRole('menuitem', { name: 'Sign out' }).click()
  await chat.getByRole('button', { name: 'Sign in' }).waitFor()
  // Nothing that was said stays in the page for whoever has the device next.
  await expect
    .poll(() => chat.locator('[aria-live=polite]').allInnerTexts())
    .not.toContainEqual(expect.stringMatching(/\S/))
  expect((await device.context.cookies()).filter(({ name }) => name === 'bloby_session')).toEqual([])
  await device.close()
})

it('a session that is revoked from elsewhere signs the device out and keeps what was not sent', async () => {
  const device = await owner.browser.device()
  const chat = chatOf(device.page)
  await device.page.goto(owner.url)
  await chat.getByLabel('Password', { exact: true }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await device.page.getByRole('button', { name: /^Open the chat/ }).click()
  await composerOf(chat).fill('a draft')
  const { sessions } = (await (await owner.api.fetch('/api/portal/sessions')).json()) as {
    sessions: { id: string; isCurrent: boolean; createdAt: number }[]
  }
  const newest = sessions.filter(({ isCurrent }) => !isCurrent).sort((a, b) => b.createdAt - a.createdAt)[0]
  await owner.api.fetch(`/api/portal/sessions/${newest?.id}`, { method: 'DELETE' })
  await chat.getByText('Your session has ended', { exact: false }).waitFor()
  await chat.getByLabel('Password', { exact: true }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await expect.poll(() => composerOf(chat).inputValue()).toBe('a draft')
  await device.close()
})

it('a text that the app suggests is not sent by a key that was meant for the app, only by a press on Send', async () => {
  const { page, context, chat, picture, errors, close } = await owner.openPanel()
  const suggestion = 'note: words of the app'
  const suggested = chat.locator('form').getByText('Suggested by your app. Read it, then press Send.')
  const suggest = `parent.postMessage({ type: 'bloby:compose', text: '${suggestion}' }, '*')`
  await startNew(chat)
  // The focus was in the composer, so that is where it would come back to.
  await composerOf(chat).click()
  await page.keyboard.press('Escape')
  const now = Date.now()
  await context.clock.setFixedTime(now)

  const field = dashboardOf(page).getByLabel('A note, a to-do or a link')
  await field.click()
  const app = frameAt(page, owner.program.ready.appUrl)
  await app.evaluate(`document.activeElement.addEventListener('input', () => ${suggest}, { once: true })`)
  await page.keyboard.type('m')
  await suggested.waitFor()
  await page.keyboard.type('ilk')
  await page.keyboard.press('Enter')
  expect(await composerOf(chat).inputValue()).toBe(suggestion)
  await picture('chat-suggestion-1280-light')
  expect(await findProblems(page)).toEqual([])

  // The second press of a double click reaches whatever has just come under the pointer.
  await composerOf(chat).click()
  await page.keyboard.press('Enter')
  await chat.getByRole('button', { name: 'Send' }).click()
  await page.keyboard.press('Enter')
  expect(await composerOf(chat).inputValue()).toBe(suggestion)
  expect(await countIn(chat, suggestion)).toBe(0)
  await suggested.waitFor()

  // One that has read it accepts it first.
  await context.clock.setFixedTime(now + 700)
  await composerOf(chat).press('Enter')
  await chat.locator('form').getByText('Press Enter again to send it.').waitFor()
  expect(await countIn(chat, suggestion)).toBe(0)
  await composerOf(chat).press('Enter')
  await logOf(chat).getByText('Kept as a note', { exact: false }).waitFor()
  expect(await countIn(chat, suggestion)).toBe(1)
  expect(await suggested.count()).toBe(0)
  expect(errors).toEqual([])
  await close()

  const phone = await owner.openPanel({ width: 390, height: 844, theme: 'dark' })
  await startNew(phone.chat)
  await phone.chat.getByRole('button', { name: 'Close chat' }).click()
  await dashboardOf(phone.page).getByText('Capture').waitFor()
  await frameAt(phone.page, owner.program.ready.appUrl).evaluate(suggest)
  await phone.chat.locator('form').getByText('Suggested by your app.', { exact: false }).waitFor()
  await phone.picture('chat-suggestion-390-dark')
  expect(await findProblems(phone.page)).toEqual([])
  await phone.close()
})

it('a link of the app to another site opens a tab of its own; the app itself can open none, and none of this machine', async () => {
  const { page, context, chat, close } = await owner.openPanel()
  await context.route('https://example.com/**', (route) => route.fulfill({ body: 'Elsewhere' }))
  await chat.getByRole('button', { name: 'Close chat' }).click()
  const dashboard = dashboardOf(page)
  await dashboard.getByLabel('A note, a to-do or a link').fill('https://example.com/reading')
  await dashboard.getByRole('button', { name: 'Keep' }).click()
  const link = dashboard.locator('a[href="https://example.com/reading"]')
  await link.waitFor()
  const app = frameAt(page, owner.program.ready.appUrl)
  expect(await app.evaluate(`window.open('https://example.com/planted')`)).toBeNull()
  await app.evaluate(`{
    const url = new URL('${owner.url}')
    for (const host of ['localhost', '127.0.0.1', url.hostname])
      parent.postMessage({ type: 'bloby:open', url: 'http://' + host + ':' + (Number(url.port) + 4) + '/planted' }, '*')
    parent.postMessage({ type: 'bloby:open', url: 'javascript:alert(1)' }, '*')
  }`)
  const opened = context.waitForEvent('page')
  await link.click()
  const tab = await opened
  await tab.waitForURL('https://example.com/reading')
  expect(await tab.evaluate('window.opener')).toBeNull()
  expect(context.pages()).toEqual([page, tab])
  await close()
})

it('a phone in the owner’s network, which comes by plain http, can do it all: sign in, send, read, copy', async () => {
  const home = temporaryHome()
  writeFileSync(join(home, 'config.json'), JSON.stringify({ allowedHosts: ['bloby.test'] }))
  const other = await startProgram({ home, args: ['--host', '127.0.0.1'] })
  const away = await launchBrowser(['--host-resolver-rules=MAP bloby.test 127.0.0.1'])
  try {
    await claim(other.ready, { password, name: 'Ada' })
    const { page, errors } = await away.device({ width: 390, height: 844 })
    const chat = chatOf(page)
    await page.goto(`http://bloby.test:${other.port}/`)
    expect(await page.evaluate('isSecureContext')).toBe(false)
    await chat.getByLabel('Password', { exact: true }).fill(password)
    await chat.getByRole('button', { name: 'Sign in' }).click()
    await dashboardOf(page).getByText('Capture').waitFor()
    await page.getByRole('button', { name: /^Open the chat/ }).click()
    await say(chat, 'note: from the phone')
    await logOf(chat).getByText('Kept as a note', { exact: false }).waitFor()
    await chat.getByRole('button', { name: 'Copy answer' }).click()
    await chat.getByRole('button', { name: 'Copied' }).waitFor()
    // A header that is for secure pages alone is an error to Chromium, and changes nothing.
    expect(errors.filter((error) => !error.includes('Cross-Origin-Opener-Policy'))).toEqual([])
  } finally {
    await away.close()
    await other.dispose()
  }
})
