import { expect, it } from 'vitest'
import { bytesWords, countShort, dateWords, moneyWords } from './figures.ts'

it('money has two digits, and four while it is less than a cent', () => {
  expect([0, 0.004, 0.42, 1204].map((usd) => moneyWords(usd, 'en-GB'))).toEqual([
    '$0.00',
    '$0.004',
    '$0.42',
    '$1,204.00',
  ])
  expect(moneyWords(1.5, 'pt-PT').replace(/\s/g, ' ')).toBe('1,50 $')
})

it('counts and sizes are short', () => {
  expect([0, 950, 12_400, 1_200_000].map((count) => countShort(count, 'en'))).toEqual([
    '0',
    '950',
    '12.4K',
    '1.2M',
  ])
  expect([0, 950, 12_400, 262_144, 5_200_000, 212e9].map((bytes) => bytesWords(bytes, 'en'))).toEqual([
    '0 byte',
    '950 byte',
    '12.4 kB',
    '262 kB',
    '5.2 MB',
    '212 GB',
  ])
})

it('a date is that day in any time zone', () => {
  expect(dateWords('2026-11-21', 'long', 'en-GB')).toBe('Saturday 21 November')
  expect(dateWords('2026-11-21', 'short', 'en-GB')).toBe('21 Nov')
})
