import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { openShellStage, type ShellStage } from '../fakes/shell-stage.ts'
import { type Device, type DeviceOptions, launchBrowser, type TestBrowser } from './browser.ts'

/** The shell on its stage, anew for each test of a file, with one device. */
export interface ShellVisit {
  readonly stage: ShellStage
  /** The device of this test. */
  readonly current: Device
  /** A device that shows nothing yet. */
  device(options?: DeviceOptions): Promise<Device>
  /** A device with this page of the shell. `script` runs in every page before its own. */
  open(options?: DeviceOptions & { script?: string }, path?: string): Promise<Page>
}

/** Use it at the top of a test file. */
export function createShellVisit(): ShellVisit {
  let browser: TestBrowser
  let stage: ShellStage
  let visitor: Device | undefined
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    stage = await openShellStage()
  })
  afterEach(async () => {
    await visitor?.close()
    visitor = undefined
    await stage.close()
  })
  const device = async (options: DeviceOptions = {}) => {
    visitor = await browser.device(options)
    return visitor
  }
  return {
    get stage() {
      return stage
    },
    get current() {
      if (visitor === undefined) throw new Error('No device was opened.')
      return visitor
    },
    device,
    async open({ script, ...options } = {}, path = '') {
      const { page } = await device(options)
      if (script !== undefined) await page.addInitScript(script)
      await page.goto(stage.url + path)
      return page
    },
  }
}

export const bubbleOf = (page: Page) => page.getByRole('button', { name: /^Open the chat/ })

/** The page in one of the shell's frames, once it is there. */
export async function frameOf(page: Page, title: 'Chat' | 'Your app'): Promise<Frame> {
  // Until then, the frame is another one.
  await page.frameLocator(`iframe[title="${title}"]`).getByRole('heading').waitFor({ state: 'attached' })
  const frame = await (await page.locator(`iframe[title="${title}"]`).elementHandle())?.contentFrame()
  if (!frame) throw new Error(`There is no frame ${title}.`)
  await frame.waitForFunction(`'say' in window`)
  return frame
}

/** Has a frame's page say something to the shell. */
export async function say(page: Page, who: 'Chat' | 'Your app', message: object): Promise<void> {
  const frame = await frameOf(page, who)
  await frame.evaluate(`say(${JSON.stringify(message)})`)
}

/** What the shell said last to the chat, of this type. */
export async function heardByChat(page: Page, type: string): Promise<unknown> {
  const chat = await frameOf(page, 'Chat')
  const found = await chat.waitForFunction(`heard.findLast((message) => message.type === '${type}')`)
  return await found.jsonValue()
}

export async function isPanelOpen(page: Page, isOpen: boolean): Promise<void> {
  await bubbleOf(page)
    .and(page.locator(`[aria-expanded="${isOpen}"]`))
    .waitFor()
}
