import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where everything of one installation lives. All absolute. */
export interface Paths {
  home: string
  config: string
  /** Keys of providers; for the owner's user alone. */
  secrets: string
  /** The key of notifications; for the owner's user alone too. */
  vapid: string
  database: string
  setupCode: string
  logs: string
  /** What is running now: the lock, the supervisor's address, the children. */
  run: string
  /** What was installed on demand: `<name>@<version>`, and what engines keep for themselves. */
  engines: string
  workspace: string
}

/** The home is `BLOBY_HOME`, or `~/.bloby`. */
export function pathsOf(environment: Record<string, string | undefined>): Paths {
  const home = resolve(environment.BLOBY_HOME || join(homedir(), '.bloby'))
  return {
    home,
    config: join(home, 'config.json'),
    secrets: join(home, 'secrets.json'),
    vapid: join(home, 'vapid.json'),
    database: join(home, 'memory.db'),
    setupCode: join(home, 'setup-code'),
    logs: join(home, 'logs'),
    run: join(home, 'run'),
    engines: join(home, 'engines'),
    workspace: join(home, 'workspace'),
  }
}
