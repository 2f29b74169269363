import { expect, test } from 'vitest'
import { readNote } from './note-kind.ts'

test.each([
  ['Bring the bike', 'note', 'Bring the bike', null],
  ['  todo buy milk ', 'todo', 'buy milk', null],
  ['TODO: buy milk', 'todo', 'buy milk', null],
  ['- [ ] buy milk', 'todo', 'buy milk', null],
  ['todo', 'note', 'todo', null],
  ['today is fine', 'note', 'today is fine', null],
  ['https://www.example.com/', 'link', 'example.com', 'https://www.example.com/'],
  ['http://example.com/a?b=1', 'link', 'example.com/a?b=1', 'http://example.com/a?b=1'],
  ['www.example.com/x', 'link', 'example.com/x', 'https://www.example.com/x'],
  ['see https://example.com', 'note', 'see https://example.com', null],
  ['javascript:alert(1)', 'note', 'javascript:alert(1)', null],
  ['https://', 'note', 'https://', null],
])('%j is kept as a %s', (typed, kind, text, url) => {
  expect(readNote(typed)).toEqual({ kind, text, url })
})
