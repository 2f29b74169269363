import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemAnswer } from '../../protocol/api.ts'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const send = (method: string, path: string, body?: unknown) => platform.send(method, path, body, { session })

describe('the system', () => {
  it('tells what runs, where and how much room there is', async () => {
    const answer = v.parse(systemAnswer, await (await send('GET', '/api/system')).json())
    expect(answer).toMatchObject({ status: 'ok', provider: 'demo', changes: 0, pid: process.pid })
    expect(answer.home).toBe(platform.home)
    expect(answer.disk.freeBytes).toBeGreaterThan(0)
    expect(answer.disk.totalBytes).toBeGreaterThanOrEqual(answer.disk.freeBytes)
  })

  it('shows the end of a log', async () => {
    expect(await (await send('GET', '/api/system/logs?name=backend&lines=2')).json()).toEqual({
      name: 'backend',
      lines: ['two', 'three'],
    })
    expect((await send('GET', '/api/system/logs?name=nothing')).status).toBe(404)
    expect((await send('GET', '/api/system/logs?name=backend&lines=1001')).status).toBe(400)
  })

  it('restarts a process', async () => {
    expect((await send('POST', '/api/system/restart', { name: 'backend' })).status).toBe(200)
    expect(platform.asked).toEqual(['restart backend'])
  })
})

const auditPage = v.object({ entries: v.array(v.unknown()), nextCursor: v.nullable(v.string()) })

describe('the audit log', () => {
  it('keeps what was changed, by whom and when, in pages, the newest first', async () => {
    await send('PUT', '/api/settings', { ownerName: 'Ada', theme: 'dark' })
    platform.clock.advance(1000)
    await send('POST', '/api/system/restart', { name: 'backend' })
    const page = async (path: string) => v.parse(auditPage, await (await send('GET', path)).json())
    const first = await page('/api/audit?limit=1')
    expect(first.entries).toEqual([
      {
        id: 2,
        at: platform.clock.now(),
        action: 'restarted',
        address: '192.0.2.1',
        device: 'Unknown device',
        detail: 'backend',
      },
    ])
    const second = await page(`/api/audit?limit=1&cursor=${first.nextCursor}`)
    expect(second).toMatchObject({
      entries: [{ action: 'settings-changed', detail: 'ownerName, theme' }],
      nextCursor: null,
    })
  })
})
