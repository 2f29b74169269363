import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { codeOf } from './errors.ts'

/**
 * What tells a process from a later one with the same id: when it started, in the system's own unit. Undefined when there is
 * no such process. Linux: field 22 of `/proc/<pid>/stat`, see proc(5); elsewhere `ps -o lstart=`.
 */
export function startTimeOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') return columnOf(pid, 'lstart') || undefined
    const fields = statOf(pid)
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    // No such process: both ways say so by failing.
    return undefined
  }
}

/** The process group that a process is in; undefined when there is no such process. */
export function groupOf(pid: number): number | undefined {
  try {
    return Number(process.platform === 'linux' ? statOf(pid)[2] : columnOf(pid, 'pgid'))
  } catch {
    // As above.
    return undefined
  }
}

/** The fields of `/proc/<pid>/stat` from the third on. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the command in parentheses, which may hold spaces and parentheses itself.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function columnOf(pid: number, column: string): string {
  return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
}

/** Sends a signal to a process group, or to the process alone where there are no groups. False: it was gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
    return true
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
    throw error
  }
}
