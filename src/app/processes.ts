import { connect } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '../system/clock.ts'
import { cleanEnvironment } from '../system/environment.ts'
import type { LogTail } from '../system/log-tail.ts'
import { createManagedProcess, type ManagedProcess } from '../system/managed-process.ts'
import type { ProcessLedger } from '../system/process-ledger.ts'
import { devServer } from './packages.ts'
import { permissionFlags } from './permissions.ts'
import type { Sandbox } from './sandbox.ts'

interface ProcessDeps {
  workspace: string
  port: number
  tail: LogTail
  ledger: ProcessLedger
  clock: Clock
  /** The fence of the system, asked for at each start. */
  sandbox: () => Sandbox
}

/**
 * The workspace's backend: `backend/index.ts` under Node's permission model, told its port by `PORT`. It answers only
 * requests with `proxyKey`; see `guard/server.ts`.
 */
export function createBackend(
  deps: ProcessDeps & { proxyKey: string; hasChildProcesses: () => boolean },
): ManagedProcess {
  return createManagedProcess({
    ...deps,
    name: 'backend',
    readyTimeoutMs: 15_000,
    command: () =>
      deps.sandbox().wrap({
        file: process.execPath,
        args: [
          ...permissionFlags(deps.workspace, { childProcesses: deps.hasChildProcesses() }),
          join('backend', 'index.ts'),
        ],
        cwd: deps.workspace,
        env: cleanEnvironment({ PORT: String(deps.port), BLOBY_PROXY_KEY: deps.proxyKey }),
      }),
    isReady: () => isListening(deps.port),
  })
}

/** The Vite dev server of the draft, from the workspace's own packages, so that a broken plugin hurts nobody else. */
export function createDraft(deps: ProcessDeps): ManagedProcess {
  return createManagedProcess({
    ...deps,
    name: 'vite',
    command: () =>
      deps.sandbox().wrap({
        file: process.execPath,
        args: [
          ...permissionFlags(deps.workspace, { addons: true }),
          devServer,
          '--config=vite.config.ts',
          '--configLoader=native',
          '--host=127.0.0.1',
          `--port=${deps.port}`,
          '--strictPort',
          '--clearScreen=false',
        ],
        cwd: deps.workspace,
        env: cleanEnvironment({}),
      }),
    isReady: () => isListening(deps.port),
  })
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
