import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../../system/temporary-directory.test-kit.ts'
import { readSchedules } from './read-schedules.ts'

const now = new Date('2026-11-21T12:00:00Z')

test('a workspace without the files has an empty schedule', async () => {
  expect(await readSchedules(temporaryDirectory(), now)).toEqual({
    isRunning: false,
    pulse: { isEnabled: true, intervalMinutes: 30, quietHours: null },
    jobs: [],
    problems: [],
  })
})

test('jobs come with their next time, and one that is wrong with what is wrong', async () => {
  const workspace = temporaryDirectory()
  const jobs = [
    { id: 'news', schedule: '0 9 * * 1-5', task: 'Read the news', timezone: 'Europe/Lisbon' },
    { id: 'off', schedule: '30 8 24 12 *', task: 'Wish', enabled: false, oneShot: true, timezone: 'UTC' },
    { id: 'bad', schedule: '99 * * * *', task: 'Never' },
    { schedule: 7 },
  ]
  writeFileSync(join(workspace, 'CRONS.json'), JSON.stringify(jobs))
  writeFileSync(
    join(workspace, 'PULSE.json'),
    JSON.stringify({ enabled: false, intervalMinutes: 60, quietHours: { start: '23:00', end: '07:00' } }),
  )
  const answer = await readSchedules(workspace, now)
  expect(answer.pulse).toEqual({
    isEnabled: false,
    intervalMinutes: 60,
    quietHours: { start: '23:00', end: '07:00' },
  })
  expect(answer.jobs).toMatchObject([
    { id: 'news', isEnabled: true, nextAt: Date.parse('2026-11-23T09:00:00Z'), problem: null },
    { id: 'off', isEnabled: false, isOneShot: true, nextAt: Date.parse('2026-12-24T08:30:00Z') },
    { id: 'bad', nextAt: null, problem: expect.stringContaining('99') },
    { id: '', task: '', nextAt: null, problem: expect.any(String) },
  ])
})

test('a file that is broken is told of by name, and the other one is shown', async () => {
  const workspace = temporaryDirectory()
  writeFileSync(join(workspace, 'CRONS.json'), '[{]')
  writeFileSync(join(workspace, 'PULSE.json'), '{"intervalMinutes": 15}')
  const { pulse, jobs, problems } = await readSchedules(workspace, now)
  expect(pulse).toMatchObject({ intervalMinutes: 15 })
  expect(jobs).toEqual([])
  expect(problems).toEqual([expect.stringContaining('CRONS.json is not valid JSON')])
})
