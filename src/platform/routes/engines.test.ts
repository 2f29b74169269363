import * as v from 'valibot'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { enginesAnswer } from '../../protocol/settings.ts'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const send = (method: string, path: string) => platform.send(method, path, undefined, { session })

it('engines are listed, and one is installed once however often that is asked', async () => {
  const list = async () => v.parse(enginesAnswer, await (await send('GET', '/api/engines')).json()).engines
  expect(await list()).toEqual([{ name: 'claude', version: '1.2.3', status: 'missing' }])
  const answer = await send('POST', '/api/engines/claude/install')
  expect(await answer.json()).toMatchObject({ name: 'claude', status: 'installing', share: 0 })
  await send('POST', '/api/engines/claude/install')
  expect(await list()).toMatchObject([{ status: 'installing' }])
  expect(platform.audit.list().entries).toMatchObject([
    { action: 'engine-install-started', detail: 'claude@1.2.3' },
  ])
})

it('an engine that there is not is not found', async () => {
  expect((await send('POST', '/api/engines/constructor/install')).status).toBe(404)
})
