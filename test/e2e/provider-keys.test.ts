import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createMessagesApi } from '../fakes/messages-api.ts'
import { claim } from './api.ts'
import { startProgram } from './start-program.ts'

const key = 'sk-ant-api03-kept-to-itself-6789'

test('a key is in its own file and nowhere else: not in answers, logs or the database', async () => {
  const server = await createMessagesApi({ requiredKey: key })
  const program = await startProgram()
  try {
    const api = await claim(program.ready, { password: 'correct horse' })
    const answers: string[] = []
    const ask = async (address: string, method?: string, body?: object) => {
      const response = await api.fetch(address, { ...(method && { method }), ...(body && { body }) })
      const text = await response.text()
      answers.push(text)
      return { status: response.status, text }
    }
    const test = async (body: object) => JSON.parse((await ask('/api/providers/test', 'POST', body)).text)

    const chosen = { provider: 'anthropic', baseUrl: server.url, apiKey: key }
    expect((await ask('/api/settings', 'PUT', chosen)).status).toBe(200)
    expect(await test({ provider: 'anthropic', model: 'claude-opus-5-5' })).toMatchObject({ isOk: true })
    expect(await test({ provider: 'anthropic', baseUrl: `${server.url}/elsewhere` })).toMatchObject({
      code: 'no-key',
    })
    expect(await test({ provider: 'anthropic', apiKey: `${key}-wrong` })).toMatchObject({ code: 'bad-key' })
    await ask('/api/providers/models', 'POST', { provider: 'anthropic' })
    // Refused for its type, and for a field that is not known: errors must not repeat what was sent.
    expect((await ask('/api/settings', 'PUT', { apiKey: [key] })).status).toBe(400)
    expect((await ask('/api/settings', 'PUT', { apikey: key })).status).toBe(400)
    for (const address of ['/api/settings', '/api/audit', '/api/system', '/api/system/logs?name=bloby'])
      await ask(address)
    for (const answer of answers) expect(answer).not.toContain(key)

    const secrets = path.join(program.home, 'secrets.json')
    expect(statSync(secrets).mode & 0o777).toBe(0o600)
    const files = readdirSync(program.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => path.join(entry.parentPath, entry.name))
    expect(files).toContain(path.join(program.home, 'memory.db'))
    expect(files.filter((file) => readFileSync(file).includes(key))).toEqual([secrets])
  } finally {
    await program.dispose()
    await server.close()
  }
})
