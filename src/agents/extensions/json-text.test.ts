import { expect, it } from 'vitest'
import { parseJsonText } from './json-text.ts'

it('gives what good JSON says', () => {
  expect(parseJsonText('{"a": [1, "b"]}')).toEqual({ value: { a: [1, 'b'] } })
})

it.each([
  ['{\n  "a": x\n}', 2, '"x"'],
  ['{\n  "a": 1,\n}', 3, '"}"'],
  ['{\n  "a": 1\n  "b": 2\n}', 3, '"\\""'],
  ['{\n  // note\n}', 2, '"/"'],
  ['{\n  "a": [1,\n', 3, 'ends too early'],
  ['{"a": "b', 1, 'ends too early'],
  ['', 1, 'ends too early'],
  ['{\n"a": truly}', 2, '"l"'],
])('names the line of what is wrong in %j', (text, line, words) => {
  const parsed = parseJsonText(text)
  expect(parsed).toMatchObject({ line, problem: expect.stringContaining(words) })
})
