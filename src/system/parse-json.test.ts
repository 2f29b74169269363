import { expect, test } from 'vitest'
import { jsonFaultInWords, parseJson } from './parse-json.ts'

test('good JSON gives what it says, with a byte order mark too', () => {
  expect(parseJson('{"a": [1, "b"]}')).toEqual({ value: { a: [1, 'b'] } })
  expect(parseJson('\uFEFFnull')).toEqual({ value: null })
})

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
  ['{\n  "a": x\n}', 2, 8],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ['{\n  // note\n}', 2, 3],
  ['{\n  "a": [1,\n', 3, 1],
  ['{"a": "b', 1, 9],
  ['{\n"a": truly}', 2, 9],
])('%j is at fault in line %i, column %i', (text, line, column) => {
  expect(parseJson(text)).toMatchObject({ fault: { line, column } })
})

test.each([
  ['{\n"a":,}', "line 2, column 5: Unexpected token ','"],
  ['[{"a": 1,}]', 'line 1, column 10: Expected double-quoted property name'],
  ['{"key": "secret', 'line 1, column 16: Unterminated string'],
  ['{"key": "secret" x}', "line 1, column 18: Expected ',' or '}' after property value"],
  ['{"key": secret}', "line 1, column 9: Unexpected token 's'"],
  ['', 'line 1, column 1: Unexpected end of JSON input'],
])('the reason of %j is in words, without the text', (text, words) => {
  const parsed = parseJson(text)
  expect('fault' in parsed && jsonFaultInWords(parsed.fault)).toBe(words)
})
