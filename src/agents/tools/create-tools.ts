import type { ProcessState } from '../../protocol/chat.ts'
import { createAppLogs, type LogName } from './app-logs.ts'
import { createAsk } from './ask.ts'
import { createInstallPackages, type PackageChange } from './install-packages.ts'
import { createNotify, type Notification } from './notify.ts'
import { createRecall } from './recall/recall.ts'
import type { MessageFound } from './recall/search-messages.ts'
import { createRestartBackend } from './restart-backend.ts'
import { createSchedule } from './schedule/schedule.ts'
import type { Tool } from './tool.ts'

/** What the tools need of the rest of Bloby. */
export interface ToolDeps {
  /** Absolute path. */
  workspace: () => string
  now: () => Date
  /** The messages with all words of `query`, the newest first. */
  searchMessages: (query: string, limit: number) => MessageFound[]
  /** Keeps a notice in the conversation and shows it on all devices now. */
  notify: (notification: Notification) => Promise<void>
  /** The newest lines, oldest first. */
  logs: (name: LogName, count: number) => string[] | Promise<string[]>
  /** Begins a restart; how it goes is told by `backendStatus`. */
  restartBackend: () => Promise<void>
  backendStatus: () => ProcessState['status']
  /**
   * Gives what is installed now of what was to be added. Rejects with `AppError` in words, and with package.json and the lockfile as
   * they were.
   */
  installPackages: (
    change: PackageChange,
    options: { signal: AbortSignal },
  ) => Promise<{ name: string; version: string }[]>
}

/** Bloby's own tools, for every engine. */
export function createTools(deps: ToolDeps): Tool[] {
  return [
    createRecall(deps),
    createNotify(deps),
    createSchedule(deps),
    createAppLogs(deps),
    createRestartBackend(deps),
    createInstallPackages(deps),
    createAsk(),
  ]
}
