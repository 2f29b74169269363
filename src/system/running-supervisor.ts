import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { startTimeOf } from './process-identity.ts'
import { writeFileAtomically } from './write-file.ts'

const runningSchema = v.object({
  pid: v.number(),
  startTime: v.string(),
  url: v.string(),
  appUrl: v.string(),
  /** Lets the command line of the same user ask the API; a new one at each start. */
  token: v.string(),
})
export type RunningSupervisor = v.InferOutput<typeof runningSchema>

/** Leaves word for the command line of who runs on this home: `run/supervisor.json`, readable by the owner only. */
export function announceSupervisor(
  runDirectory: string,
  running: Omit<RunningSupervisor, 'startTime'>,
): void {
  const startTime = startTimeOf(running.pid) ?? ''
  writeFileAtomically(join(runDirectory, 'supervisor.json'), JSON.stringify({ ...running, startTime }))
}

export function forgetSupervisor(runDirectory: string): void {
  rmSync(join(runDirectory, 'supervisor.json'), { force: true })
}

/** The supervisor that runs on this home now; undefined when there is none, or only what a killed one left. */
export function findSupervisor(runDirectory: string): RunningSupervisor | undefined {
  let text: string
  try {
    text = readFileSync(join(runDirectory, 'supervisor.json'), 'utf8')
  } catch {
    // Never started, or stopped in order.
    return undefined
  }
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), runningSchema), text)
  return result.success && startTimeOf(result.output.pid) === result.output.startTime
    ? result.output
    : undefined
}
