import type { FrameLocator, Page } from 'playwright-core'
import type { Device } from './browser.ts'

import { type Program, startProgram } from './start-program.ts'

export const wizardPassword = 'correct horse battery'

const chatOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="Chat"]')

/** A device in the wizard. */
export interface Visit extends Device {
  chat: FrameLocator
  /** Presses a button of the wizard; all presses are counted. */
  tap(name: string | RegExp): Promise<void>
  at(heading: string | RegExp): Promise<void>
  taps(): number
}

export async function visit({ page, ...device }: Device, address: string): Promise<Visit> {
  const chat = chatOf(page)
  let count = 0
  await page.goto(address)
  return {
    ...device,
    page,
    chat,
    async tap(name) {
      count += 1
      await chat.getByRole('button', { name }).click()
    },
    at: (name) => chat.getByRole('heading', { level: 2, name }).waitFor(),
    taps: () => count,
  }
}

/** From the setup link to the first question of the owner. */
export async function claimByPage(owner: Visit): Promise<void> {
  await owner.tap('Start')
  await owner.chat.getByRole('textbox', { name: /Your name/ }).fill('Ada')
  await owner.chat.getByRole('textbox', { name: 'Password', exact: true }).fill(wizardPassword)
  await owner.tap('Make it mine')
  await owner.at('Who thinks for Bloby?')
}

export async function withProgram(
  options: Parameters<typeof startProgram>[0],
  work: (program: Program) => Promise<void>,
): Promise<void> {
  const program = await startProgram(options)
  try {
    await work(program)
  } finally {
    await program.dispose()
  }
}
