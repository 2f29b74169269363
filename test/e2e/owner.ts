import type { FrameLocator } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import { type ApiClient, claim } from './api.ts'
import { type Device, type DeviceOptions, launchBrowser, type TestBrowser } from './browser.ts'
import { type Chat, openComposer } from './open-composer.ts'
import { type Program, type StartOptions, startProgram } from './start-program.ts'

export const password = 'correct horse'

/** What the demo engine answers for longer than a test lasts. */
export const longStory = 'Tell me a long story. '.repeat(12).trim()

/** A program that has its owner. */
export interface Claimed {
  readonly program: Program
  readonly api: ApiClient
}

/** A device with the program's page, on which the chat is open. */
export type Panel = Device & { chat: FrameLocator }

/** The owner of one program, for all tests of a file, with the devices that they have. */
export interface Owner extends Claimed {
  readonly url: string
  readonly browser: TestBrowser
  /** A new device that is signed in and shows nothing yet. */
  device(options?: DeviceOptions): Promise<Device>
  /** A new device with the chat in the panel of the program's page. `prepare` works on it before it shows anything. */
  openPanel(options?: DeviceOptions, prepare?: (device: Device) => Promise<unknown>): Promise<Panel>
  /** A new device with the chat as a page of its own. */
  openChat(options?: DeviceOptions, prepare?: (device: Device) => Promise<unknown>): Promise<Chat>
  /** What the record has of the active conversation. */
  messages(): Promise<ChatMessage[]>
  /** What the owner said in it. */
  words(): Promise<string[]>
}

/** Starts a program and claims it for Ada. */
export async function startClaimed(options: StartOptions = {}): Promise<Claimed> {
  const program = await startProgram(options)
  return { program, api: await claim(program.ready, { password, name: 'Ada' }) }
}

/** Has a program and a browser started before a file's first test and ended after its last. */
export function createOwner(
  start: () => Promise<Claimed> = startClaimed,
  browserArguments: readonly string[] = [],
): Owner {
  let claimed: Claimed
  let browser: TestBrowser
  beforeAll(async () => {
    claimed = await start()
    browser = await launchBrowser(browserArguments)
  })
  afterAll(async () => {
    await browser?.close()
    await claimed?.program.dispose()
  })

  const sessionOf = ({ program, api }: Claimed) => ({ url: program.ready.url, token: api.token })
  const withSession = (options: DeviceOptions) => ({ session: sessionOf(claimed), ...options })
  const device = (options: DeviceOptions = {}) => browser.device(withSession(options))
  const ask = async <T>(path: string) => (await (await claimed.api.fetch(path)).json()) as T
  async function messages() {
    const { conversationId } = await ask<{ conversationId: string | null }>('/api/context/current')
    if (conversationId === null) return []
    return (await ask<{ messages: ChatMessage[] }>(`/api/conversations/${conversationId}/messages`)).messages
  }

  return {
    get program() {
      return claimed.program
    },
    get api() {
      return claimed.api
    },
    get url() {
      return claimed.program.ready.url
    },
    get browser() {
      return browser
    },
    device,
    async openPanel(options, prepare) {
      const made = await device(options)
      await prepare?.(made)
      await made.page.goto(claimed.program.ready.url)
      await made.page.getByRole('button', { name: /^Open the chat/ }).click()
      return { ...made, chat: made.page.frameLocator('iframe[title="Chat"]') }
    },
    openChat: (options = {}, prepare) => openComposer(browser, withSession(options), prepare),
    messages,
    words: async () => (await messages()).flatMap(({ role, content }) => (role === 'user' ? [content] : [])),
  }
}
