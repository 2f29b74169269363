import type { FrameLocator, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Device, DeviceOptions, Session, TestBrowser } from './browser.ts'

export interface Chat extends Device {
  field: Locator
  log: Locator
  /** Sends or queues a text; gives control when the field is empty again. */
  say(text: string): Promise<void>
  /** Waits until what was said last, which is this, has its whole answer. */
  answered(text: string): Promise<void>
  startNew(): Promise<void>
  /** The field's text, once it is this. */
  holds(text: string): Promise<void>
}

/** The chat as a page of its own, on a device that is signed in. `prepare` works on the device before it shows anything. */
export async function openComposer(
  browser: TestBrowser,
  options: DeviceOptions & { session: Session },
  prepare?: (device: Device) => Promise<unknown>,
): Promise<Chat> {
  const device = await browser.device(options)
  await prepare?.(device)
  const { page } = device
  await page.goto(`${options.session.url}/bloby/`)
  const field = page.getByRole('textbox', { name: 'Message', exact: true })
  const log = page.getByRole('log')
  await field.waitFor()
  return {
    ...device,
    field,
    log,
    async say(text) {
      await field.fill(text)
      await page.getByRole('button', { name: /^(Send|Queue)$/ }).click()
      await expect.poll(() => field.inputValue()).toBe('')
    },
    answered: (text) => answered(page, text),
    async startNew() {
      await page.getByRole('button', { name: 'New conversation', exact: true }).click()
      await page.getByText('What shall we make?').waitFor()
    },
    holds: (text) => expect.poll(() => field.inputValue()).toBe(text),
  }
}

/** Waits for the answer to what was said last. How many there are says nothing: earlier ones leave the page. */
export async function answered(chat: Page | FrameLocator, text: string): Promise<void> {
  const onRecord = chat.getByRole('log').locator('[data-message]')
  await onRecord
    .filter({ has: chat.getByText(`You: ${text}`, { exact: true }) })
    .last()
    .waitFor()
  await onRecord.last().getByRole('button', { name: 'Copy answer' }).waitFor()
}
