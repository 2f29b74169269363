import { expect, it } from 'vitest'
import { agoWords } from './ago-words.ts'

it.each([
  [-5, 'just now', 'just now'],
  [0.9, 'just now', 'just now'],
  [8.9, '8 min. ago', 'há 8 min.'],
  [60, '1 hr. ago', 'há 1 h'],
  [23 * 60, '23 hr. ago', 'há 23 h'],
  [30 * 60, 'yesterday', 'ontem'],
  [3 * 24 * 60, '3 days ago', 'há 3 dias'],
])('%d minutes are said as %s, or %s', (minutes, english, portuguese) => {
  expect(agoWords(minutes * 60_000, 'just now', 'en')).toBe(english)
  expect(agoWords(minutes * 60_000, 'just now', 'pt')).toBe(portuguese)
})
