import { expect, it } from 'vitest'
import { dateWords } from './date-words.ts'

it('a date is that day in any time zone', () => {
  expect(dateWords('2026-11-21', 'long', 'en-GB')).toBe('Saturday 21 November')
  expect(dateWords('2026-11-21', 'short', 'en-GB')).toBe('21 Nov')
  expect(dateWords('2026-11-21', 'long', 'pt-BR')).toBe('Sábado, 21 de novembro')
})
