import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { Device, TestBrowser } from './browser.ts'

export const patience = { timeout: 20_000 }
/** Machines that do much else at the same time are slow. */
export const eventually = <T>(read: () => T) => expect.poll(read, patience)

export interface Chat extends Device {
  field: Locator
  log: Locator
  say(text: string): Promise<void>
  startNew(): Promise<void>
  /** The field's text, once it is this. */
  holds(text: string): Promise<void>
}

/** The chat as a page of its own, on a device that is signed in. */
export async function openComposer(
  browser: TestBrowser,
  { token, url }: { token: string; url: string },
  options: Parameters<TestBrowser['device']>[0] = {},
): Promise<Chat> {
  const device = await browser.device(options)
  await device.context.addCookies([
    { name: 'bloby_session', value: token, url, httpOnly: true, sameSite: 'Lax' },
  ])
  const { page } = device
  await page.goto(`${url}/bloby/`)
  const field = page.getByRole('textbox', { name: 'Message', exact: true })
  await field.waitFor()
  return {
    ...device,
    field,
    log: page.getByRole('log'),
    async say(text) {
      await field.fill(text)
      await page.getByRole('button', { name: /^(Send|Queue)$/ }).click()
      await eventually(() => field.inputValue()).toBe('')
    },
    async startNew() {
      await page.getByRole('button', { name: 'New conversation', exact: true }).click()
      await page.getByText('What shall we make?').waitFor()
    },
    holds: (text) => eventually(() => field.inputValue()).toBe(text),
  }
}
