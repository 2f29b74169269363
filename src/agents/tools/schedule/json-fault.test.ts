import { expect, test } from 'vitest'
import { jsonFault } from './json-fault.ts'

test.each([
  ['{\n"a":,}', 2, 5],
  ['[\n  {"a": 1,}\n]', 2, 11],
  ['[1,\n2', 2, 2],
  ['[{"a": tru}]', 1, 11],
  ['', 1, 1],
  ['[1] x', 1, 5],
  ['{\n\n  a: 1 }', 3, 3],
  ['["a\nb"]', 1, 4],
  ['[01]', 1, 3],
  ['["\\x"]', 1, 4],
  ['[1.]', 1, 4],
])('%j is at fault in line %i, column %i', (text, line, column) => {
  expect(jsonFault(text)).toMatchObject({ line, column })
})

test('the reason is in words, without the text', () => {
  expect(jsonFault('{\n"a":,}')?.reason).toBe("Unexpected token ','")
  expect(jsonFault('[{"a": 1,}]')?.reason).toBe('Expected double-quoted property name')
})

test('JSON is not at fault', () => {
  for (const text of ['{}', '[1, {"a": null}]', ' "x" ']) expect(jsonFault(text)).toBeUndefined()
})
