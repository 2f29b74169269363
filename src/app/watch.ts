import { rmSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { watch as watchFiles } from 'chokidar'
import type { Clock } from '../system/clock.ts'
import { messageOf } from '../system/errors.ts'
import type { Log } from '../system/log.ts'
import type { Service } from '../system/service.ts'

const quietMs = 500

/** Which part of the app a change is in, by its path in the workspace. */
export function partOf(path: string): keyof WatchListeners | undefined {
  const parts = path.split(sep)
  if (parts[0] === 'backend') return /\.(ts|js|json)$/.test(path) ? 'backend' : undefined
  if (parts[0] === 'client') return 'client'
  if (path === '.env' || path === '.restart') return 'backend'
  if (path === 'vite.config.ts') return 'build'
  if (path === 'package.json' || path === 'package-lock.json') return 'packages'
  if (path === 'app.json' || path === 'PULSE.json' || path === 'CRONS.json') return 'settings'
  return undefined
}

export interface WatchListeners {
  /** The backend's files changed, or `.restart` asked for it: once, 500 ms after the last change. */
  backend(): void
  client(paths: string[]): void
  /** How the client is built changed, which a running dev server does not take in. */
  build(): void
  settings(): void
  packages(): void
}

/** Watches the workspace and tells, a while after the last change of a part, that it changed. */
export function createWatch(deps: {
  workspace: string
  clock: Clock
  log: Log
  on: WatchListeners
}): Service {
  const { workspace, clock, log, on } = deps
  const pending = new Map<keyof WatchListeners, () => void>()
  const clientPaths = new Set<string>()
  let watcher: ReturnType<typeof watchFiles> | undefined

  function later(part: keyof WatchListeners, delayMs: number, run: () => void) {
    pending.get(part)?.()
    pending.set(
      part,
      clock.after(delayMs, () => {
        pending.delete(part)
        safely(run)
      }),
    )
  }

  /** What workspace code does to its files must not end the supervisor. */
  function safely(run: () => void) {
    try {
      run()
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'A change in the workspace could not be taken in')
    }
  }

  function changed(absolute: string) {
    const path = relative(workspace, absolute)
    const part = partOf(path)
    if (part === undefined) return
    // It may have become a folder in the meantime.
    if (path === '.restart') rmSync(absolute, { force: true, recursive: true })
    if (part === 'client') {
      clientPaths.add(path)
      later('client', 150, () => {
        on.client([...clientPaths])
        clientPaths.clear()
      })
    } else later(part, quietMs, on[part])
  }

  return {
    name: 'watch',
    start() {
      watcher = watchFiles(workspace, {
        ignoreInitial: true,
        // One that leads to the root would have us watch the whole disk.
        followSymlinks: false,
        ignored: (path) =>
          /[/\\](node_modules|\.git|dist|files|memory)([/\\]|$)|\.tmp$|app\.db/.test(
            relative(workspace, path) && `/${relative(workspace, path)}`,
          ),
      })
      const notice = (path: string) => safely(() => changed(path))
      watcher.on('add', notice).on('change', notice).on('unlink', notice)
      watcher.on('error', (error) => log.warn({ error: messageOf(error) }, 'The workspace cannot be watched'))
      return new Promise((resolve) => watcher?.once('ready', () => resolve()))
    },
    async stop() {
      for (const cancel of pending.values()) cancel()
      pending.clear()
      await watcher?.close()
    },
  }
}
