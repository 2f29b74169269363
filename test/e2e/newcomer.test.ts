import type { Frame, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { expectNothingWrong } from './find-problems.ts'
import { openRowsUntil } from './open-rows.ts'
import { type Program, startProgram } from './start-program.ts'

const password = 'correct horse battery'
const wish = 'Call the dashboard Mission Control and make it blue'

let program: Program
let browser: TestBrowser

beforeAll(async () => {
  program = await startProgram()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await program?.dispose()
})

const chatOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="Chat"]')
const dashboardOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="Your app"]')
const bubbleOf = (page: Page) => page.getByRole('button', { name: /^Open the chat/ })

function frameAt(page: Page, address: string): Frame {
  const frame = page.frames().find((each) => each.url().startsWith(address))
  if (!frame) throw new Error(`No frame shows ${address}.`)
  return frame
}
const appFrame = (page: Page) => frameAt(page, program.ready.appUrl)

function accentHue(frame: Frame): Promise<string> {
  return frame.evaluate(`getComputedStyle(document.documentElement).getPropertyValue('--accent-hue').trim()`)
}

it('a newcomer claims Bloby, asks for a change, sees it happen, and finds it on the phone', async () => {
  const desktop = await browser.device({ width: 1280, height: 800, theme: 'light' })
  const { page } = desktop
  const chat = chatOf(page)
  const dashboard = dashboardOf(page)

  // The setup link leads to the one question that must be answered.
  await page.goto(program.ready.setupUrl ?? '')
  await chat.getByRole('button', { name: 'Start' }).click()
  await chat.getByLabel('Password', { exact: true }).fill(password)
  await chat.getByLabel(/Your name/).fill('Ada')
  expect(page.url()).not.toContain('setup')
  await desktop.picture('newcomer-claim-1280-light')
  await expectNothingWrong(desktop)
  await chat.getByRole('button', { name: 'Make it mine' }).click()
  await chat.getByRole('button', { name: 'Look around first' }).click()

  // The chat has a first message ready; closed, it waits behind the bubble. The dashboard knows its owner.
  const composer = chat.getByRole('textbox', { name: 'Message' })
  await expect.poll(() => composer.inputValue()).toBe(wish)
  await page.keyboard.press('Escape')
  await dashboard.getByText(/Ada/).first().waitFor()
  await bubbleOf(page).waitFor()
  await desktop.picture('newcomer-dashboard-1280-light')
  await expectNothingWrong(desktop)

  const app = appFrame(page)
  await app.evaluate('window.isSamePage = true')
  const hueBefore = await accentHue(app)
  await bubbleOf(page).click()
  const chatFrame = frameAt(page, `${program.ready.url}/bloby/`)
  await chatFrame.evaluate(watchText)
  await composer.fill(wish)
  await composer.press('Enter')

  // Words and tools come while the agent works, and the open page changes without being loaded again.
  const log = chat.getByRole('log')
  await log.getByText(wish).waitFor()
  await log.getByText('Edited').first().waitFor()
  await dashboard.getByText('Mission Control').first().waitFor()
  await expect.poll(() => accentHue(app)).not.toBe(hueBefore)
  expect(await app.evaluate('window.isSamePage')).toBe(true)
  await expect.poll(() => app.title()).toBe('Mission Control')
  await expect.poll(() => page.title()).toBe('Mission Control')
  await chat.getByRole('button', { name: 'Copy answer' }).waitFor()
  expect(await chatFrame.evaluate<number>('textLengths.size')).toBeGreaterThan(8)

  const diff = chat.getByRole('group', { name: 'Changes in app.json' })
  await expect.poll(() => openRowsUntil(chat, diff)).toBe(true)
  await diff.getByText('Mission Control').waitFor()
  await desktop.picture('newcomer-changed-1280-light')
  await expectNothingWrong(desktop)

  // All of it is there after the page is loaded again, the panel as it was left.
  const said = await textOf(chat)
  await page.reload()
  await chat.getByRole('button', { name: 'Copy answer' }).waitFor()
  await expect.poll(() => textOf(chat)).toBe(said)
  await dashboard.getByText('Mission Control').first().waitFor()
  await expect.poll(() => accentHue(appFrame(page))).not.toBe(hueBefore)
  await expectNothingWrong(desktop)

  // A second device signs in and sees the same conversation.
  const phone = await browser.device({ width: 390, height: 844, theme: 'dark' })
  const phoneChat = chatOf(phone.page)
  await phone.page.goto(program.ready.url)
  await phoneChat.getByLabel('Password', { exact: true }).fill(password)
  await phone.picture('newcomer-login-390-dark')
  await phoneChat.getByRole('button', { name: 'Sign in' }).click()
  await dashboardOf(phone.page).getByText('Mission Control').first().waitFor()
  await phone.picture('newcomer-dashboard-390-dark')
  await expectNothingWrong(phone)
  await bubbleOf(phone.page).click()
  await phoneChat.getByRole('button', { name: 'Copy answer' }).waitFor()
  await expect.poll(() => textOf(phoneChat)).toBe(said)
  await phone.picture('newcomer-chat-390-dark')
  await expectNothingWrong(phone)

  for (const [device, theme, picture] of [
    [desktop, 'dark', 'newcomer-chat-1280-dark'],
    [phone, 'light', 'newcomer-chat-390-light'],
  ] as const) {
    await device.page.emulateMedia({ colorScheme: theme })
    const shown = appFrame(device.page)
    const isThere = () => shown.evaluate<boolean>(`matchMedia('(prefers-color-scheme: ${theme})').matches`)
    await expect.poll(isThere).toBe(true)
    await shown.evaluate('new Promise((paint) => requestAnimationFrame(() => requestAnimationFrame(paint)))')
    await device.picture(picture)
    await expectNothingWrong(device)
  }
  await phone.close()
  await desktop.close()
  expect(await program.stop()).toBe(0)
})

/** Counts how long the page's text ever was: words that stream make many lengths, an answer in one piece makes few. */
const watchText = `{
  window.textLengths = new Set()
  new MutationObserver(() => textLengths.add(document.body.textContent.length)).observe(document.body, {
    subtree: true, childList: true, characterData: true,
  })
}`

/** What is said in the conversation, without what was opened to be looked at. */
async function textOf(chat: FrameLocator): Promise<string> {
  const paragraphs = await chat.getByRole('log').locator('p').allTextContents()
  return paragraphs.join('\n')
}
