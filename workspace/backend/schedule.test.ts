import { expect, test } from 'vitest'
import { isQuiet, readCrons, readPulse } from './schedule.ts'

const at = (hour: number, minute = 0) => new Date(2026, 10, 21, hour, minute)
const pulse = (change: object = {}) =>
  JSON.stringify({
    enabled: true,
    intervalMinutes: 30,
    quietHours: { start: '23:00', end: '07:00' },
    ...change,
  })

test('quiet hours may span midnight; their end is not part of them', () => {
  const night = { start: '23:00', end: '07:00' }
  expect([at(22, 59), at(23), at(3), at(6, 59), at(7)].map((time) => isQuiet(time, night))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
  expect([at(12), at(13)].map((time) => isQuiet(time, { start: '12:00', end: '13:00' }))).toEqual([
    true,
    false,
  ])
})

test('the next pulse is at a whole multiple of the interval, after the quiet hours', () => {
  expect(readPulse(pulse(), at(9, 4)).next).toBe(at(9, 30).getTime())
  expect(readPulse(pulse(), at(22, 45)).next).toBe(at(31).getTime())
  expect(readPulse(pulse(), at(2))).toMatchObject({ isQuietNow: true, next: at(7).getTime() })
  expect(readPulse(pulse({ quietHours: null }), at(2)).next).toBe(at(2, 30).getTime())
  expect(readPulse(pulse({ enabled: false }), at(9)).next).toBeNull()
})

test.each([
  ['{', 'not valid JSON'],
  ['[]', 'must be {'],
  [pulse({ intervalMinutes: 0 }), '"intervalMinutes"'],
  [pulse({ enabled: 'yes' }), '"enabled"'],
  [pulse({ quietHours: { start: '9', end: '10:00' } }), '"quietHours"'],
])('PULSE.json with %s is refused in words', (json, words) => {
  expect(() => readPulse(json, at(9))).toThrow(words)
})

test('a job that is wrong is told of, and the others stay', () => {
  const json = JSON.stringify([
    { id: 'a', schedule: '0 9 * * *', task: 'Say hello', timezone: 'Europe/Rome' },
    { id: 'b', schedule: 'often', task: 'Fail' },
    { schedule: '0 9 * * *', task: 'No id' },
    { id: 'd', schedule: '0 9 * * *', task: 'Off', enabled: false },
  ])
  const asked: unknown[] = []
  const { jobs, problems } = readCrons(json, at(8), (expression, timezone) => {
    asked.push([expression, timezone])
    if (expression === 'often') throw new Error('Not a cron expression.')
    return at(9)
  })
  expect(jobs.map(({ id, next }) => [id, next])).toEqual([
    ['a', at(9).getTime()],
    ['d', null],
  ])
  expect(problems).toEqual(['Job 2: Not a cron expression.', 'Job 3: "id" is missing.'])
  expect(asked[0]).toEqual(['0 9 * * *', 'Europe/Rome'])
  expect(() => readCrons('{}', at(8), () => null)).toThrow('must be a list')
})
