import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { inject } from 'vitest'
import type { SettingsBody } from '../../src/protocol/settings.ts'
import { codeOf } from '../../src/system/errors.ts'
import type { MessagesApi } from '../fakes/messages-api.ts'
import { type ApiClient, claim } from './api.ts'
import type { ChatDevice } from './chat-socket.ts'
import { linkTree, type Program, type StartOptions, startProgram } from './start-program.ts'

/** The program with a provider, as after its setup. */
export interface ProgramWithClaude {
  program: Program
  /** The owner's, signed in. */
  api: ApiClient
}

/**
 * Starts the real program with the real engine against a scripted model server. Unless `settings` say otherwise it is Anthropic with a
 * key, at the server's address. Dispose of the program when done; the server is the caller's.
 */
export async function startWithClaude({
  api: server,
  settings = {},
  ...options
}: StartOptions & { api: MessagesApi; settings?: SettingsBody }): Promise<ProgramWithClaude> {
  const program = await startProgram({ ...options, prepareHome: linkEngine })
  try {
    const api = await claim(program.ready, { password: 'correct horse', name: 'Ada' })
    await changeSettings(api, {
      provider: 'anthropic',
      baseUrl: server.url,
      ...keyFor(settings),
      ...settings,
    })
    return { program, api }
  } catch (error) {
    await program.dispose()
    throw error
  }
}

/** Ollama takes no key. */
function keyFor({ provider = 'anthropic' }: SettingsBody): SettingsBody {
  return provider === 'ollama' ? {} : { apiKey: 'sk-ant-of-the-tests' }
}

/** Changes settings as the chat does. Throws with what the platform says when it refuses. */
export async function changeSettings(api: ApiClient, settings: SettingsBody): Promise<void> {
  const response = await api.fetch('/api/settings', { method: 'PUT', body: settings })
  if (!response.ok) throw new Error(`The settings were refused: ${await response.text()}`)
}

/** Gives a home the engine that was installed once for all tests. */
export function linkEngine(home: string): void {
  const engine = inject('installedEngine')
  const engines = path.join(home, 'engines')
  mkdirSync(engines, { recursive: true })
  linkTree(engine, path.join(engines, path.basename(engine)))
}

/** Says something, and does not wait for what comes of it. Gives the id of the message. */
export function tell(
  device: ChatDevice,
  content: string,
  { conversationId, id = crypto.randomUUID() }: { conversationId: string; id?: string },
): string {
  device.send({ type: 'user:message', id, conversationId, isNewConversation: true, content })
  return id
}

/** Waits for the next end of a turn in a conversation. Gives the answer, and with which status the turn ended. */
export async function endOf(device: ChatDevice, conversationId: string) {
  const { message } = await device.next('bot:response', (each) => each.conversationId === conversationId)
  const done = await device.next('bot:done', (each) => each.messageId === message.id)
  return { message, status: done.status, usage: done.usage }
}

/** Says something and waits until the turn is over. */
export async function say(
  device: ChatDevice,
  content: string,
  about: { conversationId: string; id?: string },
) {
  tell(device, content, about)
  return await endOf(device, about.conversationId)
}

/** Process ids of the engine's programs that a home says are running. */
export function enginesOf(home: string): number[] {
  const children = path.join(home, 'run', 'children')
  return readdirSync(children).flatMap((file) => {
    if (!/^\d+\.json$/.test(file)) return []
    try {
      const entry = v.parse(ledgerEntry, JSON.parse(readFileSync(path.join(children, file), 'utf8')))
      return entry.name === 'claude' ? [entry.pid] : []
    } catch (error) {
      // One that has just ended.
      if (codeOf(error) === 'ENOENT') return []
      throw error
    }
  })
}
const ledgerEntry = v.object({ name: v.string(), pid: v.number() })

/** Where the engine keeps what it remembers: one file a session, named by its id. */
export function transcriptsOf(home: string): string[] {
  const projects = path.join(home, 'engines', 'claude-config', 'projects')
  return readdirSync(projects, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/]+\/[^/]+\.jsonl$/.test(file))
    .map((file) => path.join(projects, file))
}
