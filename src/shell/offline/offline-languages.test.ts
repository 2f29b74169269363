import { expect, it } from 'vitest'
import { offlineWords } from './offline-languages.ts'

it('speaks the language that the chat was in, else the browser’s', () => {
  expect(offlineWords('pt', ['en-US']).texts.retry).toBe('Tentar de novo')
  expect(offlineWords(undefined, ['de', 'pt-BR', 'en']).language).toBe('pt')
  expect(offlineWords(undefined, ['ja']).texts.retry).toBe('Try again')
})
