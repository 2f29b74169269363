import { expect, it } from 'vitest'
import { countWords, moneyWords, percentWords, sizeWords } from './number-words.ts'

it('money has two digits, and four while it is less than a cent', () => {
  expect([0, 0.004, 0.42, 1204].map((usd) => moneyWords(usd, 'en-GB'))).toEqual([
    '$0.00',
    '$0.004',
    '$0.42',
    '$1,204.00',
  ])
  expect(moneyWords(1.5, 'pt-PT').replace(/\s/g, ' ')).toBe('1,50 $')
})

it('counts, sizes and shares are short', () => {
  expect([0, 950, 12_400, 1_200_000].map((count) => countWords(count, 'en'))).toEqual([
    '0',
    '950',
    '12.4K',
    '1.2M',
  ])
  expect([0, 950, 12_400, 262_144, 5_200_000, 212e9].map((bytes) => sizeWords(bytes, 'en'))).toEqual([
    '0 bytes',
    '950 bytes',
    '12.4 kB',
    '262 kB',
    '5.2 MB',
    '212 GB',
  ])
  expect([0, 0.455, 0.999, 1].map((share) => percentWords(share, 'en'))).toEqual(['0%', '45%', '99%', '100%'])
})
