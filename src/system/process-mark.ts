import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { groupOf } from './process-identity.ts'

/**
 * A variable in a process's environment, which all that it starts inherits: it finds those that left their group and outlived
 * their parents.
 */
export const markVariable = 'BLOBY_PROCESS_MARK'

/**
 * Ends every process that carries the mark, in this variable; gives how many there were. Those of `endedGroups` have had their
 * signal and may not have gone yet: they are left out.
 */
export function endMarked(mark: string, variable = markVariable, endedGroups: number[] = []): number {
  let ended = 0
  for (const pid of pidsWith(`${variable}=${mark}`)) {
    const group = groupOf(pid)
    if (group !== undefined && endedGroups.includes(group)) continue
    try {
      process.kill(pid, 'SIGKILL')
      ended += 1
    } catch {
      // It ended by itself meanwhile.
    }
  }
  return ended
}

function pidsWith(variable: string): number[] {
  if (process.platform === 'linux')
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => environmentOf(pid).includes(variable))
  if (process.platform === 'win32') return []
  // BSD's ps prints the environment after the command; the mark is random, so that it stands for itself.
  return execFileSync('ps', ['-axEww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .filter((line) => line.includes(variable))
    .map((line) => Number.parseInt(line, 10))
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    // Gone, or of another user: not one of ours.
    return []
  }
}
