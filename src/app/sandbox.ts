import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Command } from '../system/managed-process.ts'

/** The fence that the operating system puts around a process, whatever code runs in it. */
export interface Sandbox {
  readonly kind: 'bubblewrap' | 'none'
  wrap(command: Command): Command
}

export const noSandbox: Sandbox = { kind: 'none', wrap: (command) => command }

/**
 * Finds out what this computer has. With bubblewrap (Linux) a process sees the system read-only, of the owner's and Bloby's
 * folders nothing but the workspace and what it needs to run, and no other process. Node's own permission model cannot
 * hold native code, which the dev server is made of; this does.
 */
export async function findSandbox(deps: { home: string; workspace: string }): Promise<Sandbox> {
  const program = (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'bwrap'))
    .find((path) => existsSync(path))
  if (process.platform !== 'linux' || program === undefined) return noSandbox
  // The last flag came with bubblewrap 0.8; without it a process may still make a namespace of its own to hide in.
  for (const extra of [['--disable-userns'], []]) {
    const wrap = bubblewrap(program, extra, deps)
    try {
      const probe = { file: process.execPath, args: ['--version'], cwd: deps.workspace, env: {} }
      const { file, args, cwd, env } = wrap(probe)
      await promisify(execFile)(file, args, { cwd, env, timeout: 5000 })
      return { kind: 'bubblewrap', wrap }
    } catch {
      // Older, or a system that allows ordinary programs no namespaces: `bloby status` says what is in force.
    }
  }
  return noSandbox
}

const resolvers = ['/run/systemd/resolve', '/run/resolvconf', '/run/NetworkManager']

function bubblewrap(
  program: string,
  extra: readonly string[],
  { home, workspace }: { home: string; workspace: string },
): Sandbox['wrap'] {
  // In a clone this is its root, in the package the package's own folder.
  const own = realpathSync(join(import.meta.dirname, '..', '..'))
  const node = realpathSync(process.execPath)
  const hidden = [realpathSync(tmpdir()), homedir(), '/run'].filter(
    (path) => path !== '/' && existsSync(path),
  )
  const fence = [
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...hidden.flatMap((path) => ['--tmpfs', path]),
    // Name resolution needs these; the sockets of other programs beside them stay hidden.
    ...resolvers.flatMap((path) => ['--ro-bind-try', path, path]),
    // May lie in what was hidden just now; the home may lie in them.
    ...[own, dirname(node)].flatMap((path) => ['--ro-bind', path, path]),
    ...['--tmpfs', home, '--bind', workspace, workspace],
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--cap-drop', 'ALL', ...extra],
    ...['--die-with-parent', '--chdir', workspace],
  ]
  return (command) => ({ ...command, file: program, args: [...fence, '--', node, ...command.args] })
}
