import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { secretPlaces } from './secret-places.ts'

/** What of the operating system fences the agent's commands in. */
export type CommandSandbox = 'bubblewrap' | 'seatbelt' | 'none'

/** Finds out what this computer has: bubblewrap with socat on Linux, where they also work, or macOS's own. */
export async function findCommandSandbox(): Promise<CommandSandbox> {
  if (process.platform === 'darwin') return existsSync('/usr/bin/sandbox-exec') ? 'seatbelt' : 'none'
  const bubblewrap = findProgram('bwrap')
  if (process.platform !== 'linux' || bubblewrap === undefined || findProgram('socat') === undefined)
    return 'none'
  try {
    // What the engine's own sandbox starts with; some systems allow ordinary programs no namespaces.
    const probe = [
      '--unshare-user',
      '--unshare-net',
      '--unshare-pid',
      '--ro-bind',
      '/',
      '/',
      '--proc',
      '/proc',
    ]
    await promisify(execFile)(bubblewrap, [...probe, '--', '/bin/true'], { timeout: 5000 })
    return 'bubblewrap'
  } catch {
    // `bloby status` and the chat say that there is none.
    return 'none'
  }
}

function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path))
}

/**
 * The engine's sandbox settings for *workspace* mode: commands write the workspace alone, see nothing of the owner's folder and of
 * Bloby's beside it, and reach no host that was not allowed. There is no way for a command to ask for less.
 */
export function sandboxSettings(deps: {
  workspaceDir: string
  home: string
  /** Folders inside what is hidden that commands need. */
  readable: readonly string[]
}): Record<string, unknown> {
  const folder = homedir()
  const hidden = [folder, deps.home, ...secretPlaces(folder)].filter(
    (path) => path !== '/' && !path.startsWith('/proc') && existsSync(path),
  )
  return {
    enabled: true,
    failIfUnavailable: true,
    autoAllowBashIfSandboxed: true,
    allowUnsandboxedCommands: false,
    // Every host is asked for, and our own list answers: it may grow while the program runs.
    network: { allowedDomains: [] },
    filesystem: {
      denyRead: hidden,
      allowRead: [deps.workspaceDir, ...deps.readable],
    },
  }
}
