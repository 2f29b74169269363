import { expect, it } from 'vitest'
import { dollarWords, parseDollars } from './dollars.ts'

it('amounts are read as people write them, and what is none is told from an empty field', () => {
  expect(['2', ' 0.50 ', '$12', '1,5', '0'].map(parseDollars)).toEqual([2, 0.5, 12, 1.5, 0])
  expect(parseDollars('  ')).toBeNull()
  expect(['abc', '-1', '1.234', '1e3', '1.000,50'].map(parseDollars)).toEqual(Array(5).fill(undefined))
})

it('amounts are written without cents that are none', () => {
  expect([5, 0.5, 12.25].map(dollarWords)).toEqual(['5', '0.50', '12.25'])
})
