import { readFileSync } from 'node:fs'
import type { Frame, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openShellStage, type ShellStage } from '../fakes/shell-stage.ts'
import { type Device, type DeviceOptions, launchBrowser, type TestBrowser } from './browser.ts'
import { findProblems } from './find-problems.ts'

const patience = { timeout: 20_000 }
const picture = readFileSync(new URL('../../src/shell/icons/icon-192.png', import.meta.url))
const isModal = `document.querySelector("bloby-widget").shadowRoot.querySelector("dialog").matches(":modal")`

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
  // Until its page is there, the frame is another one.
  await page.frameLocator(`iframe[title="${title}"]`).getByRole('heading').waitFor({ state: 'attached' })
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
    expect(await page.locator('iframe[title="Your app"]').isVisible()).toBe(false)
  })
})

describe('the app in its frame', () => {
  it('is preceded by words on what is being done, or on what went wrong', async () => {
    stage.scene.app = {
      name: 'Mission Control',
      isReady: false,
      step: 'Installing the app’s packages: 42 %',
      updates: 0,
    }
    const page = await open({ width: 320, height: 640 })
    await page.getByText('Installing the app’s packages: 42 %').waitFor()
    expect(await findProblems(page)).toEqual([])
    stage.scene.app = { name: 'Mission Control', isReady: false, updates: 0 }
    stage.scene.problems = [{ id: 'packages', title: 'The app could not be prepared', detail: 'No network.' }]
    await page.getByText('The app could not be prepared').waitFor()
    expect(await findProblems(page)).toEqual([])
    stage.scene.app = { name: 'Mission Control', isReady: true, updates: 0 }
    await page.frameLocator('iframe[title="Your app"]').getByText('The app').waitFor()
    await page.getByText('The app could not be prepared').waitFor({ state: 'hidden' })
    expect(device?.errors).toEqual([])
  })

  it('is loaded once more when an update came while it was loaded, and never when it has long been read', async () => {
    device = await browser.device({ serviceWorkers: 'block' })
    const { page } = device
    let mayAsk = true
    let asked = 0
    await page.clock.install()
    await page.route('**/api/system', (route) => {
      asked++
      return mayAsk ? route.continue() : route.abort()
    })
    const visit = async (isHeard: boolean) => {
      mayAsk = true
      stage.scene.tickets = 0
      const update = (route: Route) => {
        stage.scene.app = { ...stage.scene.app, updates: stage.scene.app.updates + 1 }
        mayAsk = isHeard
        return route.continue()
      }
      await page.route('**/enter?*', update, { times: 1 })
      await page.goto(stage.url)
      await frameOf(page, 'Your app')
    }
    await visit(true)
    await expect.poll(() => stage.scene.tickets).toBe(2)

    await visit(false)
    await page.clock.fastForward(30_000)
    mayAsk = true
    asked = 0
    await say(page, 'Your app', { type: 'bloby:hello' })
    await expect.poll(() => asked).toBeGreaterThan(0)
    await (await frameOf(page, 'Your app')).waitForFunction(`'context' in window`)
    expect(stage.scene.tickets).toBe(1)
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
    await page.getByText('npm start -- --port 4000 --host 0.0.0.0').waitFor()
    expect(await findProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Close' }).click()

    stage.scene.address = 'http://192.168.1.7:3000'
    await say(page, 'Your app', { type: 'bloby:hello' })
    await app.waitForFunction(`context.machine.address === 'http://192.168.1.7:3000'`)
    await say(page, 'Your app', { type: 'bloby:step', id: 'phone' })
    await page.getByRole('img', { name: 'QR code of http://192.168.1.7:3000' }).waitFor()
    expect(await findProblems(page)).toEqual([])
  })

  it('may say that it is empty: as text in its own place, which the owner can dismiss', async () => {
    const page = await open({ width: 320, height: 640 })
    const title = page.getByText('The dashboard stopped with an error')
    await say(page, 'Your app', { type: 'bloby:broken', message: 'x'.repeat(501) })
    await say(page, 'Your app', {
      type: 'bloby:broken',
      message: '<b>No</b> card',
      place: 'client/src/a.tsx',
    })
    await page.getByText('<b>No</b> card', { exact: true }).waitFor()
    expect(await title.isVisible()).toBe(true)
    expect(await bubbleOf(page).isVisible()).toBe(true)
    expect(await findProblems(page, [page.mainFrame()])).toEqual([])
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await title.waitFor({ state: 'hidden' })

    await page.reload()
    await say(page, 'Your app', { type: 'bloby:broken', message: 'No card', place: 'client/src/a.tsx' })
    await page.getByRole('button', { name: 'Ask Bloby to fix it' }).click()
    expect(await heardByChat(page, 'bloby:compose')).toEqual({
      type: 'bloby:compose',
      text: 'Please fix this: The dashboard stopped with an error\n\nclient/src/a.tsx: No card',
      isFromApp: true,
    })
    await page.goBack()
    const { tickets } = stage.scene
    // What its backend answers from now on may mend it.
    await say(page, 'Chat', { type: 'bloby:rebuilt' })
    await title.waitFor({ state: 'hidden' })
    expect(stage.scene.tickets).toBe(tickets + 1)
    expect(device?.errors).toEqual([])
  })

  it('gets a new session when it lost the old one, but not for ever', async () => {
    const page = await open()
    for (let count = 1; count <= 4; count++) {
      await expect.poll(() => stage.scene.tickets, patience).toBe(count)
      await (await frameOf(page, 'Your app')).waitForFunction(`'context' in window`)
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
    await say(page, 'Chat', { type: 'bloby:close' })
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

  it('are beside the app where there is room for both, and the app can be used meanwhile', async () => {
    const page = await open({ width: 1280 })
    const app = await frameOf(page, 'Your app')
    await app.waitForFunction(`'context' in window`)
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    const [panel, frame] = await Promise.all(
      [page.getByRole('dialog', { name: 'Chat' }), page.locator('iframe[title="Your app"]')].map((each) =>
        each.boundingBox(),
      ),
    )
    expect(frame && frame.x + frame.width).toBeLessThanOrEqual(panel?.x ?? 0)
    expect(await findProblems(page)).toEqual([])

    const field = page.frameLocator('iframe[title="Your app"]').getByRole('textbox')
    await field.click()
    await page.keyboard.type('a note')
    expect(await field.inputValue()).toBe('a note')
    // What the app asks for while the owner is in it can be the owner's wish.
    await say(page, 'Your app', { type: 'bloby:compose', text: 'from the app' })
    expect(await heardByChat(page, 'bloby:compose')).toMatchObject({ text: 'from the app', isFromApp: true })
    expect(await (await frameOf(page, 'Chat')).evaluate('document.hasFocus()')).toBe(false)

    // And while the owner is in the chat, it cannot.
    const chat = await frameOf(page, 'Chat')
    await page.frameLocator('iframe[title="Chat"]').getByRole('textbox').click()
    await say(page, 'Your app', { type: 'bloby:compose', text: 'of its own' })
    await say(page, 'Your app', { type: 'bloby:location', path: '/after' })
    await page.waitForURL(/#\/after$/)
    expect(await chat.evaluate('heard.filter(({ text }) => text === "of its own").length')).toBe(0)
  })

  it('are over the app on a phone, and stay open when it is turned', async () => {
    const page = await open({ width: 390, height: 844 })
    await frameOf(page, 'Chat')
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    expect(await page.evaluate(isModal)).toBe(true)
    await page.setViewportSize({ width: 844, height: 390 })
    await expect.poll(() => page.evaluate(isModal), patience).toBe(false)
    await isPanelOpen(page, true)
    await page.setViewportSize({ width: 390, height: 844 })
    await expect.poll(() => page.evaluate(isModal), patience).toBe(true)
    await page.goBack()
    await isPanelOpen(page, false)
    expect(await findProblems(page)).toEqual([])
  })

  it('look like the owner’s picture where there is one, with the same states', async () => {
    stage.scene.bubble = { mediaType: 'image/png', version: '1', bytes: picture }
    const page = await open({ width: 390, height: 844 })
    // Where nothing may move, it is drawn once.
    await bubbleOf(page).locator('canvas').waitFor()
    await device?.picture('bubble-picture-390')
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    stage.scene.bubble = { ...stage.scene.bubble, version: '2' }
    await say(page, 'Chat', { type: 'bloby:bubble-changed' })
    await bubbleOf(page).locator('img').waitFor()
    await say(page, 'Chat', { type: 'bloby:activity', isWorking: false, needsOwner: true, unread: 2 })
    await page.getByRole('button', { name: 'Open the chat: waiting for you, 2 unread' }).waitFor()
    expect(await findProblems(page)).toEqual([])
    // A film that this browser does not play is its still picture.
    stage.scene.bubble = { mediaType: 'video/mp4', version: '3', bytes: picture }
    await say(page, 'Chat', { type: 'bloby:bubble-changed' })
    await bubbleOf(page).locator('img[src^="blob:"]').waitFor()
    stage.scene.bubble = null
    await say(page, 'Chat', { type: 'bloby:bubble-changed' })
    await bubbleOf(page).locator('img').waitFor({ state: 'detached' })
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
    await say(page, 'Chat', { type: 'bloby:connection', isConnected: false })
    await label('not connected, 3 unread')
    await say(page, 'Chat', { type: 'bloby:connection', isConnected: true })
    await label('ready, 3 unread')
    expect(await findProblems(page)).toEqual([])
  })
})
