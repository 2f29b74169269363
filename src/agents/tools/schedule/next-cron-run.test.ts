import { expect, test } from 'vitest'
import { nextCronRun } from './next-cron-run.ts'

const saturday = new Date('2026-11-21T12:00:00Z')

test.each([
  ['0 9 * * *', 'UTC', '2026-11-22T09:00:00Z'],
  ['1 12 * * *', 'UTC', '2026-11-21T12:01:00Z'],
  ['0 12 * * *', 'UTC', '2026-11-22T12:00:00Z'],
  ['*/15 * * * *', 'UTC', '2026-11-21T12:15:00Z'],
  ['0 9 * * 1-5', 'UTC', '2026-11-23T09:00:00Z'],
  ['0 9 * * mon,WED', 'UTC', '2026-11-23T09:00:00Z'],
  ['0 9 * * 7', 'UTC', '2026-11-22T09:00:00Z'],
  ['30 8-18/5 * * *', 'UTC', '2026-11-21T13:30:00Z'],
  ['0 0 1 jan *', 'UTC', '2027-01-01T00:00:00Z'],
  ['0 0 29 2 *', 'UTC', '2028-02-29T00:00:00Z'],
  // Either of the two days is enough.
  ['0 0 25 * 0', 'UTC', '2026-11-22T00:00:00Z'],
  ['0 9 * * *', 'Asia/Tokyo', '2026-11-22T00:00:00Z'],
  ['0 9 * * *', 'America/New_York', '2026-11-21T14:00:00Z'],
  ['45 5 * * *', 'Asia/Kathmandu', '2026-11-22T00:00:00Z'],
])('%j in %s is due next at %s', (expression, zone, due) => {
  expect(nextCronRun(expression, zone, saturday)).toEqual(new Date(due))
})

test('the hour of the wall stays when daylight saving begins and ends', () => {
  const due = (after: string) => nextCronRun('0 9 * * *', 'Europe/Berlin', new Date(after))?.toISOString()
  expect(due('2027-03-27T12:00:00Z')).toBe('2027-03-28T07:00:00.000Z')
  expect(due('2027-10-30T12:00:00Z')).toBe('2027-10-31T08:00:00.000Z')
})

test('a time that daylight saving skips is due in the next hour', () => {
  expect(nextCronRun('30 2 28 3 *', 'Europe/Berlin', saturday)).toEqual(new Date('2027-03-28T01:30:00Z'))
})

test('a day that does not exist is never due', () => {
  expect(nextCronRun('0 0 30 2 *', 'UTC', saturday)).toBeNull()
})

test.each([
  '',
  '* * * *',
  '* * * * * *',
  '60 * * * *',
  '0 24 * * *',
  '0 0 0 * *',
  '0 0 * 13 *',
  '0 0 * * 8',
  '5-1 * * * *',
  '*/0 * * * *',
  '1/2 * * * *',
  'a * * * *',
  '0 0 * * MOO',
  '@daily',
  '-1 * * * *',
  '1,, * * * *',
])('%j is no cron expression', (expression) => {
  expect(() => nextCronRun(expression, 'UTC', saturday)).toThrow('schedule: ')
})

test.each(['Mars/Olympus', '+02:00', ''])('%j is no time zone', (zone) => {
  expect(() => nextCronRun('0 9 * * *', zone, saturday)).toThrow('is not a time zone')
})
