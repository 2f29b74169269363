import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import type { Clock } from '../system/clock.ts'
import type { LogTail } from '../system/log-tail.ts'
import { createManagedProcess, type ManagedProcess } from '../system/managed-process.ts'
import type { ProcessLedger } from '../system/process-ledger.ts'
import { devServer } from './packages.ts'
import { permissionFlags } from './permissions.ts'

interface ProcessDeps {
  workspace: string
  port: number
  tail: LogTail
  ledger: ProcessLedger
  clock: Clock
}

/** The workspace's backend: `backend/index.ts` under Node's permission model, told its port by `PORT`. */
export function createBackend(deps: ProcessDeps & { hasChildProcesses: () => boolean }): ManagedProcess {
  return createManagedProcess({
    ...deps,
    name: 'backend',
    readyTimeoutMs: 15_000,
    command: () => ({
      file: process.execPath,
      args: [
        ...permissionFlags(deps.workspace, { childProcesses: deps.hasChildProcesses() }),
        join('backend', 'index.ts'),
      ],
      cwd: deps.workspace,
      env: cleanEnvironment({ PORT: String(deps.port) }),
    }),
    isReady: () => isListening(deps.port),
  })
}

/** The Vite dev server of the draft, from the workspace's own packages, so that a broken plugin hurts nobody else. */
export function createDraft(deps: ProcessDeps): ManagedProcess {
  return createManagedProcess({
    ...deps,
    name: 'vite',
    command: () => ({
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

/** What every program may know: no secret of the platform's is among it. */
function cleanEnvironment(own: Record<string, string>): Record<string, string> {
  const kept = ['HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SystemRoot'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(kept), PATH: dirname(process.execPath), NO_COLOR: '1', ...own }
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
