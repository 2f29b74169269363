import { expect, test } from 'vitest'
import { lengthWords } from './length-words.ts'
import { levelOf, peaksOf } from './peaks.ts'

test('a level is that of the loudest sample, as an ear hears it', () => {
  expect(levelOf(new Float32Array(4))).toBe(0)
  expect(levelOf(Float32Array.of(0, -1, 0.5))).toBe(100)
  expect(levelOf(Float32Array.of(0.1))).toBeGreaterThan(20)
  expect(levelOf(Float32Array.of(3))).toBe(100)
})

test('a wave has as many bars for a second as for ten minutes, the loudest as high as it goes', () => {
  expect(peaksOf([])).toEqual([])
  expect(peaksOf([10, 40, 20], 6)).toEqual([25, 25, 100, 100, 50, 50])
  expect(peaksOf([0, 50, 10, 20], 2)).toEqual([100, 40])
  expect(peaksOf(Array.from({ length: 6000 }, () => 30))).toHaveLength(64)
})

test('a silence stays one', () => {
  expect(Math.max(...peaksOf([1, 2, 1]))).toBeLessThan(20)
})

test('a length is written as players write it', () => {
  expect([400, 5000, 65_000, 600_000].map(lengthWords)).toEqual(['0:00', '0:05', '1:05', '10:00'])
})
