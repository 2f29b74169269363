import { expect, it } from 'vitest'
import { maxFileBytes } from '../../../protocol/file-limits.ts'
import { admitFiles } from './admit-files.ts'

const file = (name: string, size = 1) => ({ name, size })
const admittedOf = (files: { name: string; size: number }[], already = 0) =>
  admitFiles(files, already, 'en').admitted.map(({ name }) => name)

it('files that a message has room for are admitted without a word', () => {
  expect(admitFiles([file('a'), file('b', maxFileBytes)], 8, 'en')).toEqual({
    admitted: [file('a'), file('b', maxFileBytes)],
    refusal: null,
  })
})

it('what is too large, empty or a folder is left out and named, and the rest is taken', () => {
  const files = [file('film', maxFileBytes + 1), file('a'), file('nothing', 0), file('', 0)]
  expect(admittedOf(files)).toEqual(['a'])
  const { refusal } = admitFiles(files, 0, 'en')
  for (const words of ['“film” has 26.2 MB', '“nothing” is empty', 'A folder cannot'])
    expect(refusal).toContain(words)
})

it('no more are taken than fit beside those that are there', () => {
  const files = ['a', 'b', 'c'].map((name) => file(name))
  expect(admittedOf(files, 9)).toEqual(['a'])
  expect(admitFiles(files, 9, 'en').refusal).toContain('2 were left out')
  expect(admitFiles(files, 8, 'en').refusal).toContain('One was left out')
  expect(admittedOf(files, 12)).toEqual([])
})
