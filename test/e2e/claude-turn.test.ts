import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { changeSettings, type ProgramWithClaude, say, startWithClaude } from './engine.ts'

let server: MessagesApi
let started: ProgramWithClaude
let device: ChatDevice
beforeAll(async () => {
  server = await createMessagesApi()
  started = await startWithClaude({ api: server })
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
})
afterAll(async () => {
  await started?.program.dispose()
  await server?.close()
})

it('writes a file, edits it and runs a command in the workspace', async () => {
  const { message, status } = await say(device, 'Please write, edit and run.', { conversationId: 'files' })
  expect(status).toBe('done')
  expect(message.content).toContain('The file is written, edited and shown.')
  const path = join(started.program.home, 'workspace', 'files', 'hello.md')
  expect(readFileSync(path, 'utf8')).toBe('# Hello\n\nFrom the agent, edited.\n')
})

it('asks an Ollama server for the model that was chosen, and nothing else', async () => {
  const ollama = await createMessagesApi({ plays: 'ollama', requiredToken: 'ollama' })
  try {
    await changeSettings(started.api, { provider: 'ollama', baseUrl: ollama.url, model: 'qwen3:8b' })
    const { message } = await say(device, scriptOf('I run as {{model}}.'), { conversationId: 'local' })
    expect(message.content).toContain('I run as qwen3:8b.')
    expect(new Set(ollama.turns.map(({ seen }) => seen.model))).toEqual(new Set(['qwen3:8b']))
  } finally {
    await ollama.close()
  }
})
