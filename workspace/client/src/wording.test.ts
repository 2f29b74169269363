import { expect, test } from 'vitest'
import { count, diskUse, duration, greeting, longDay, upcoming } from './wording.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()

test('the greeting follows the hour', () => {
  expect([3, 5, 11, 12, 17, 18, 23].map((hour) => greeting(new Date(at(21, hour))))).toEqual([
    'Good evening',
    'Good morning',
    'Good morning',
    'Good afternoon',
    'Good afternoon',
    'Good evening',
    'Good evening',
  ])
})

test('days, durations, disks and counts are said plainly', () => {
  expect(longDay(new Date(at(21, 9)))).toBe('Saturday 21 November')
  expect([10_000, 4 * 60_000, 3 * 3_600_000, 75 * 3_600_000].map(duration)).toEqual([
    'under a minute',
    '4 min',
    '3 h',
    '3 days',
  ])
  expect(diskUse(288e9, 500e9)).toBe('212 of 500 GB')
  expect([count(1, 'device'), count(0, 'change')]).toEqual(['1 device', '0 changes'])
})

test('a time to come is as near as it is', () => {
  const now = at(21, 9)
  expect([
    upcoming(now + 20_000, now),
    upcoming(at(21, 9, 26), now),
    upcoming(at(21, 18), now),
    upcoming(at(22, 8), now),
    upcoming(at(24, 8, 5), now),
    upcoming(at(33, 8), now),
  ]).toEqual(['in a minute', 'in 26 min', 'today 18:00', 'tomorrow 08:00', 'Tuesday 08:05', '3 Dec 08:00'])
})
