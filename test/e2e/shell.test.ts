import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openShellStage, type ShellStage } from '../fakes/shell-stage.ts'
import { type Device, type DeviceOptions, launchBrowser, type TestBrowser } from './browser.ts'
import { findProblems } from './find-problems.ts'

const patience = { timeout: 20_000 }

let browser: TestBrowser
let stage: ShellStage
let device: Device | undefined

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  stage = await openShellStage()
})
afterEach(async () => {
  await device?.close()
  device = undefined
  await stage.close()
})

async function open(options: DeviceOptions = {}, hash = ''): Promise<Page> {
  device = await browser.device(options)
  await device.page.goto(stage.url + hash)
  return device.page
}

const bubbleOf = (page: Page) => page.getByRole('button', { name: /^Open the chat/ })

async function frameOf(page: Page, title: 'Chat' | 'Your app'): Promise<Frame> {
  const frame = await (await page.locator(`iframe[title="${title}"]`).elementHandle())?.contentFrame()
  if (!frame) throw new Error(`There is no frame ${title}.`)
  await frame.waitForFunction(`'say' in window`)
  return frame
}

async function say(page: Page, who: 'Chat' | 'Your app', message: object): Promise<void> {
  const frame = await frameOf(page, who)
  await frame.evaluate(`say(${JSON.stringify(message)})`)
}

async function heardByChat(page: Page, type: string): Promise<unknown> {
  const chat = await frameOf(page, 'Chat')
  const found = await chat.waitForFunction(`heard.findLast((message) => message.type === '${type}')`)
  return await found.jsonValue()
}

async function isPanelOpen(page: Page, isOpen: boolean): Promise<void> {
  await bubbleOf(page)
    .and(page.locator(`[aria-expanded="${isOpen}"]`))
    .waitFor()
}

describe('the way in', () => {
  it('shows the chat alone to who is not signed in, and hands it the setup code', async () => {
    stage.scene.isClaimed = stage.scene.isSignedIn = false
    const page = await open({}, '/#setup=CODE')
    const chat = await frameOf(page, 'Chat')
    expect(new URL(chat.url()).hash).toBe('#setup=CODE')
    expect(new URL(page.url()).hash).toBe('')
    expect(await bubbleOf(page).count()).toBe(0)
    expect(stage.scene.tickets).toBe(0)

    await say(page, 'Chat', { type: 'bloby:close' })
    expect(await page.locator('iframe[title="Chat"]').isVisible()).toBe(true)

    stage.scene.isClaimed = stage.scene.isSignedIn = true
    await say(page, 'Chat', { type: 'bloby:onboard-complete' })
    await bubbleOf(page).waitFor()
    await page.frameLocator('iframe[title="Your app"]').getByText('The app').waitFor()
    await expect.poll(() => page.title(), patience).toBe('Mission Control')
    expect(await page.locator('iframe[title="Chat"]').isVisible()).toBe(false)
  })

  it('takes the app away when the session is over', async () => {
    const page = await open()
    await frameOf(page, 'Your app')
    stage.scene.isSignedIn = false
    await say(page, 'Chat', { type: 'bloby:signed-out' })
    await bubbleOf(page).waitFor({ state: 'hidden' })
    expect(await page.locator('iframe[title="Your app"]').count()).toBe(0)
  })
})

describe('the app in its frame', () => {
  it('is preceded by words on what is being done, or on what went wrong', async () => {
    stage.scene.app = { name: 'Mission Control', isReady: false, step: 'Installing the app’s packages: 42 %' }
    const page = await open({ width: 320, height: 640 })
    await page.getByText('Installing the app’s packages: 42 %').waitFor()
    expect(await findProblems(page)).toEqual([])
    stage.scene.app = { name: 'Mission Control', isReady: false }
    stage.scene.problems = [{ id: 'packages', title: 'The app could not be prepared', detail: 'No network.' }]
    await page.getByText('The app could not be prepared').waitFor()
    expect(await findProblems(page)).toEqual([])
    stage.scene.app = { name: 'Mission Control', isReady: true }
    await page.frameLocator('iframe[title="Your app"]').getByText('The app').waitFor()
    await page.getByText('The app could not be prepared').waitFor({ state: 'hidden' })
    expect(device?.errors).toEqual([])
  })

  it('is told of the machine and the owner, and its steps do what they say', async () => {
    const page = await open()
    const app = await frameOf(page, 'Your app')
    await app.waitForFunction(`'context' in window`)
    expect(await app.evaluate('context')).toMatchObject({ ownerName: 'Bruno', agent: { provider: 'demo' } })
    await say(page, 'Your app', { type: 'bloby:step', id: 'provider' })
    expect(await heardByChat(page, 'bloby:settings')).toMatchObject({ place: 'provider' })
    await isPanelOpen(page, true)
    expect(await heardByChat(page, 'bloby:panel')).toMatchObject({ isOpen: true, keepsFocus: true })
    expect(await (await frameOf(page, 'Chat')).evaluate('document.hasFocus()')).toBe(false)
    await page.keyboard.press('Escape')
    await isPanelOpen(page, false)
  })

  it('can be opened on a phone when there is an address for it, and else it says how to get one', async () => {
    const page = await open({ width: 390, height: 844, theme: 'dark' })
    const app = await frameOf(page, 'Your app')
    await app.waitForFunction(`'context' in window`)
    await say(page, 'Your app', { type: 'bloby:step', id: 'phone' })
    await page.getByText('bloby start --host').waitFor()
    expect(await findProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Close' }).click()

    stage.scene.address = 'http://192.168.1.7:3000'
    await say(page, 'Your app', { type: 'bloby:hello' })
    await app.waitForFunction(`context.machine.address === 'http://192.168.1.7:3000'`)
    await say(page, 'Your app', { type: 'bloby:step', id: 'phone' })
    await page.getByRole('img', { name: 'QR code of http://192.168.1.7:3000' }).waitFor()
    expect(await findProblems(page)).toEqual([])
  })

  it('gets a new session when it lost the old one, but not for ever', async () => {
    const page = await open()
    for (let count = 1; count <= 4; count++) {
      await page.locator(`iframe[src$="ticket=${count}"]`).waitFor()
      await say(page, 'Your app', { type: 'bloby:need-session' })
    }
    await page.getByText('The app loses its session').waitFor()
    expect(stage.scene.tickets).toBe(4)
  })

  it('can neither speak for the chat nor take the page away', async () => {
    const page = await open()
    const app = await frameOf(page, 'Your app')
    await say(page, 'Your app', { type: 'bloby:signed-out' })
    await say(page, 'Your app', { type: 'bloby:activity', isWorking: true, needsOwner: true, unread: 9 })
    const refusal = await app.evaluate(`try { top.location = 'about:blank' } catch (error) { error.name }`)
    expect(refusal).toBe('SecurityError')
    await say(page, 'Your app', { type: 'bloby:compose', text: 'The last of the messages' })
    expect(await heardByChat(page, 'bloby:compose')).toMatchObject({
      text: 'The last of the messages',
      isFromApp: true,
    })
    expect(await bubbleOf(page).getAttribute('aria-label')).toBe('Open the chat: ready')
    expect(page.url()).toBe(`${stage.url}/`)
  })
})

describe('bubble and panel', () => {
  it('open and close by mouse and keyboard, with the focus where it belongs, and never load the chat again', async () => {
    const page = await open()
    const chat = await frameOf(page, 'Chat')
    await chat.evaluate('window.isSame = true')
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    await chat.waitForFunction(`document.hasFocus() && document.activeElement.tagName === 'TEXTAREA'`)
    await page.keyboard.press('Escape')
    await isPanelOpen(page, false)
    await page.keyboard.press('Enter')
    await isPanelOpen(page, true)
    await page.mouse.click(200, 300)
    await isPanelOpen(page, false)
    expect(await chat.evaluate('window.isSame')).toBe(true)
    expect(device?.errors).toEqual([])
  })

  it('are as they were after the page is loaded again', async () => {
    const page = await open()
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    await page.reload()
    await isPanelOpen(page, true)
    expect(await heardByChat(page, 'bloby:panel')).toEqual({ type: 'bloby:panel', isOpen: true })
    await say(page, 'Chat', { type: 'bloby:close' })
    await isPanelOpen(page, false)
    await page.reload()
    await isPanelOpen(page, false)
  })

  it('fill a phone, where the back button closes the panel', async () => {
    const page = await open({ width: 390, height: 844 })
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    const panel = page.getByRole('dialog', { name: 'Chat' })
    expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
    expect(await heardByChat(page, 'bloby:insets')).toEqual({ type: 'bloby:insets', top: 0, bottom: 0 })
    await page.goBack()
    await isPanelOpen(page, false)
    expect(page.url()).toBe(`${stage.url}/`)
    await page.goForward()
    await isPanelOpen(page, true)
  })

  it('say what the agent does', async () => {
    const page = await open()
    const bubble = bubbleOf(page)
    const activity = { type: 'bloby:activity', isWorking: true, needsOwner: false, unread: 0 }
    const label = (text: string) =>
      bubble.and(page.locator(`[aria-label="Open the chat: ${text}"]`)).waitFor()
    await label('ready')
    await say(page, 'Chat', activity)
    await label('working')
    await say(page, 'Chat', { ...activity, needsOwner: true })
    await label('waiting for you')
    await say(page, 'Chat', { ...activity, isWorking: false, unread: 3 })
    await label('ready, 3 unread')
    expect(await bubble.textContent()).toBe('3')
    expect(await findProblems(page)).toEqual([])
  })
})

describe('what is said over the app', () => {
  it('is an error until it is mended, with a way to have it mended', async () => {
    const page = await open({ width: 320, height: 640, theme: 'dark' })
    await frameOf(page, 'Your app')
    await say(page, 'Chat', { type: 'bloby:build-error', title: 'The dashboard does not compile' })
    const note = page.getByText('The dashboard does not compile')
    await note.waitFor()
    expect(await findProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Ask Bloby to fix it' }).click()
    expect(await heardByChat(page, 'bloby:compose')).toMatchObject({
      text: 'Please fix this: The dashboard does not compile',
      isFromApp: false,
    })
    await say(page, 'Chat', { type: 'bloby:close' })
    await say(page, 'Chat', { type: 'bloby:hmr-update' })
    await note.waitFor({ state: 'hidden' })
    expect(stage.scene.tickets).toBe(1)
  })

  it('is mended by loading again a page that was loaded broken', async () => {
    stage.scene.isAppAlive = false
    stage.scene.problems = [{ id: 'client', title: 'The dashboard does not compile' }]
    const page = await open()
    await page.getByText('The dashboard does not compile').waitFor()
    stage.scene.isAppAlive = true
    stage.scene.problems = []
    await say(page, 'Chat', { type: 'bloby:hmr-update' })
    await page.getByText('The dashboard does not compile').waitFor({ state: 'hidden' })
    await page.locator('iframe[src$="ticket=2"]').waitFor()
  })
})
