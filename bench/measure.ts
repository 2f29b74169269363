import { readdirSync, readFileSync } from 'node:fs'

/** One thing that is measured, or a peer that it is measured against. */
export interface Contender<Result> {
  name: string
  run(): Promise<Result>
}

/**
 * Runs every contender once a round, in turn and each round from another one on, so that what the machine does meanwhile hits
 * all of them. A first round that only warms up is not counted.
 */
export async function runInterleaved<Result>(
  rounds: number,
  contenders: readonly Contender<Result>[],
): Promise<Map<string, Result[]>> {
  const results = new Map<string, Result[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round++)
    for (let turn = 0; turn < contenders.length; turn++) {
      const contender = contenders[(round + turn) % contenders.length] as Contender<Result>
      const result = await contender.run()
      if (round > 0) results.get(contender.name)?.push(result)
    }
  return results
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which the given share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The CPU time that these processes have taken with all their threads, user and system, in µs (`schedstat` of proc(5)). */
export function cpuUsOf(pids: readonly number[]): number {
  const threads = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => `${pid}/task/${thread}`),
  )
  const nanoseconds = threads.map((thread) =>
    Number.parseInt(readFileSync(`/proc/${thread}/schedstat`, 'utf8'), 10),
  )
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1000
}

/** Resident memory of a process in MB (10^6 bytes): all of it, and the part that no file backs. */
export function memoryOf(pid: number): { all: number; anonymous: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (name: string) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6
  return { all: megabytes('VmRSS'), anonymous: megabytes('RssAnon') }
}

/** The processes that a process has started, as far as they live. */
export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
}

/** The process that a sandbox was put around, or the process itself. */
export function innermost(pid: number): number {
  const [child] = childrenOf(pid)
  return child === undefined ? pid : innermost(child)
}

/** `1.84×`, or a dash when there is nothing to compare with. */
export function ratio(value: number, base: number): string {
  return Number.isFinite(value / base) ? `${(value / base).toFixed(2)}×` : '–'
}

export function rounded(value: number, digits = 0): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–'
}

/** The first column to the left, numbers to the right. */
export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]) {
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('   ')
  console.log(`\n${title}\n\n  ${line(head)}\n  ${widths.map((width) => '─'.repeat(width)).join('───')}`)
  for (const row of rows) console.log(`  ${line(row)}`)
}
