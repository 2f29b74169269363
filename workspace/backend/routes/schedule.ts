import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Deps } from '../app.ts'
import { type Job, type Pulse, readCrons, readPulse } from '../schedule.ts'

/** What the agent does on its own, as PULSE.json and CRONS.json say. A file that is wrong is told of, not fatal. */
export function schedule({ workspaceDir, now, nextCronRun }: Deps): Hono {
  return new Hono().get('/', async (c) => {
    const problems: { file: string; message: string }[] = []
    const time = now()
    let pulse: Pulse | null = null
    let jobs: Job[] = []
    await reading('PULSE.json', (json) => {
      pulse = readPulse(json, time)
    })
    await reading('CRONS.json', (json) => {
      const crons = readCrons(json, time, nextCronRun)
      jobs = crons.jobs
      problems.push(...crons.problems.map((message) => ({ file: 'CRONS.json', message })))
    })
    return c.json({ pulse, jobs, problems })

    async function reading(file: string, use: (json: string) => void) {
      try {
        use(await readFile(join(workspaceDir, file), 'utf8'))
      } catch (error) {
        // Without the file there is nothing planned.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
        problems.push({ file, message: error instanceof Error ? error.message : String(error) })
      }
    }
  })
}
