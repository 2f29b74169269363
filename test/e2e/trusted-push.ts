import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPushService, type PushService } from '../fakes/push-service.ts'
import type { StartOptions } from './start-program.ts'

/** A push service on this computer, and how a program is started that takes it for one of the internet. */
export interface TrustedPush {
  readonly service: PushService
  readonly start: Pick<StartOptions, 'script' | 'env'>
  close(): Promise<void>
}

export async function createTrustedPush(): Promise<TrustedPush> {
  const service = await createPushService()
  const folder = mkdtempSync(path.join(tmpdir(), 'bloby-push-test-'))
  const ca = path.join(folder, 'ca.pem')
  writeFileSync(ca, service.ca)
  return {
    service,
    start: { script: 'test/fakes/supervisor-with-push.ts', env: { PUSH_CA: ca } },
    async close() {
      await service.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
