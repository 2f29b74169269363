import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface FoundProcess {
  pid: number
  command: string
}

/** Every process that has to do with a home: by its environment or its command, on Linux by its folder too. */
export function processesOf(home: string): FoundProcess[] {
  const found = process.platform === 'linux' ? fromProc(home) : fromPs(home)
  return found.filter(({ pid }) => pid !== process.pid)
}

function fromProc(home: string): FoundProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    const read = (from: (folder: string) => string) => readOrNothing(() => from(`/proc/${name}`))
    const command = read((folder) => readFileSync(`${folder}/cmdline`, 'utf8'))
    // What has ended and waits for its parent to hear of it has no command.
    if (command === '') return []
    const environment = read((folder) => readFileSync(`${folder}/environ`, 'utf8'))
    const cwd = read((folder) => readlinkSync(`${folder}/cwd`))
    const isOfHome = [command, environment, cwd].some((place) => place.includes(home))
    return isOfHome ? [{ pid: Number(name), command: command.replaceAll('\0', ' ').trim() }] : []
  })
}

function fromPs(home: string): FoundProcess[] {
  return execFileSync('ps', ['-axEww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .filter((line) => line.includes(home))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+ /, '') }))
}

function readOrNothing(read: () => string): string {
  try {
    return read()
  } catch {
    // Gone meanwhile, or of another user: not one of ours.
    return ''
  }
}
