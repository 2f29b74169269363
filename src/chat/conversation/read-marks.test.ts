import { expect, it } from 'vitest'
import { createReadMarks } from './read-marks.ts'

function storageOf(kept: Record<string, string> = {}) {
  return {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value
    },
  }
}

it('a mark is kept in the browser and never goes back', () => {
  const storage = storageOf()
  const marks = createReadMarks({ storage: () => storage, tell: () => {} })
  expect(marks.read('a')).toBeUndefined()
  marks.mark('a', 5)
  marks.mark('a', 3)
  expect(marks.read('a')).toBe(5)
  expect(createReadMarks({ storage: () => storage, tell: () => {} }).read('a')).toBe(5)
})

it('the server is told of what was read here, and not of what it said itself', () => {
  const told: [string, number][] = []
  const storage = storageOf()
  const marks = createReadMarks({ storage: () => storage, tell: (...mark) => void told.push(mark) })
  marks.mark('a', 5)
  marks.mark('a', 5)
  marks.learn('a', 9)
  marks.mark('a', 7)
  marks.learn('b', 0)
  expect(told).toEqual([['a', 5]])
  expect([marks.read('a'), marks.read('b')]).toEqual([9, undefined])
})

it('only the conversations that were read last are kept', () => {
  const storage = storageOf()
  const marks = createReadMarks({ storage: () => storage, tell: () => {} })
  for (let count = 0; count < 250; count++) marks.mark(`c${count}`, 1)
  const later = createReadMarks({ storage: () => storage, tell: () => {} })
  expect([later.read('c0'), later.read('c49'), later.read('c50'), later.read('c249')]).toEqual([
    undefined,
    undefined,
    1,
    1,
  ])
})

it('storage that is refused, or holds something else, means no marks from before', () => {
  const refused = createReadMarks({
    storage: () => {
      throw new Error('refused')
    },
    tell: () => {},
  })
  refused.mark('a', 1)
  expect(refused.read('a')).toBe(1)
  const odd = storageOf({ bloby_read: '[["a"],7,["b",2]]' })
  expect(createReadMarks({ storage: () => odd, tell: () => {} }).read('b')).toBe(2)
  expect(
    createReadMarks({ storage: () => storageOf({ bloby_read: '{' }), tell: () => {} }).read('a'),
  ).toBeUndefined()
})
