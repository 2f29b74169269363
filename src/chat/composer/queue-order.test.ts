import { expect, it } from 'vitest'
import { moved } from './queue-order.ts'

const order = ['a', 'b', 'c']

it.each([
  ['c', 0, 'cab'],
  ['a', 2, 'bca'],
  ['b', 0, 'bac'],
])('%s goes to place %i', (id, to, expected) => {
  expect(moved(order, id, to).join('')).toBe(expected)
})

it.each([
  ['a', -1],
  ['c', 3],
  ['b', 1],
  ['gone', 0],
])('%s at place %i changes nothing', (id, to) => {
  expect(moved(order, id, to)).toBe(order)
})
