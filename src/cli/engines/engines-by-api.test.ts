import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { EngineState } from '../../protocol/chat.ts'
import { enginesByApi } from './engines-by-api.ts'

const acme = { name: 'acme', version: '1.2.3' }
const missing: EngineState = { ...acme, status: 'missing' }
const installing = (share: number): EngineState => ({ ...acme, status: 'installing', share })

/** A supervisor that knows one engine; each question finds it one state further. */
async function startSupervisor(...states: EngineState[]) {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    const state = (states.length > 1 ? states.shift() : states[0]) ?? missing
    response.end(JSON.stringify(request.method === 'POST' ? state : { engines: [state] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(async () => void (await close()))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const engines = enginesByApi({ pid: 1, startTime: '', url, appUrl: url, token: 'secret' })
  return { engines, requests, close }
}

it('asks the supervisor to install an engine, and then how far it is, until it is there', async () => {
  const { engines, requests } = await startSupervisor(installing(0), installing(0.5), {
    ...acme,
    status: 'ready',
  })
  const states: EngineState[] = []
  const last = await engines.install('acme', (state) => states.push(state), new AbortController().signal)
  expect(last).toEqual({ ...acme, status: 'ready' })
  expect(states).toEqual([installing(0), installing(0.5), last])
  expect(requests).toEqual([
    'POST /api/engines/acme/install Bearer secret',
    'GET /api/engines Bearer secret',
    'GET /api/engines Bearer secret',
  ])
})

it('leaves the installation to the supervisor when the owner does not want to wait', async () => {
  const { engines } = await startSupervisor(installing(0.2))
  const stopped = new AbortController()
  const last = await engines.install('acme', () => stopped.abort(), stopped.signal)
  expect(last).toEqual(installing(0.2))
})

it('says so when the supervisor is gone, or of another version', async () => {
  const strange = await startSupervisor({ ...missing, status: 'odd' } as unknown as EngineState)
  await expect(strange.engines.list()).rejects.toThrow('Is it of another version?')
  const gone = await startSupervisor(missing)
  await gone.close()
  await expect(gone.engines.list()).rejects.toThrow('does not answer')
})
