import { expect, test } from 'vitest'
import type { SettingValues } from '../platform/store/settings.ts'
import { createLanguages } from './languages.ts'

function start(values: Partial<SettingValues> = {}) {
  const settings = {
    get: <K extends keyof SettingValues>(key: K): SettingValues[K] | undefined => values[key],
    set<K extends keyof SettingValues>(key: K, value: SettingValues[K]) {
      values[key] = value
    },
  }
  return createLanguages({ settings })
}

test.each([
  ['pt-BR,pt;q=0.9,en;q=0.8', 'pt'],
  ['en-US,en;q=0.9,pt;q=0.8', 'en'],
  ['de-DE,de;q=0.9,pt;q=0.5', 'pt'],
  ['en;q=0.1,pt;q=0.9', 'pt'],
  ['pt;q=0,en;q=0.1', 'en'],
  ['ja', 'en'],
  ['*', 'en'],
  ['', 'en'],
  [undefined, 'en'],
])('a browser that accepts %s gets %s', (accepted, language) => {
  expect(start().ofPage(accepted)).toBe(language)
})

test('what a stranger says at any length is not read to its end', () => {
  expect(start().ofPage(`${'x,'.repeat(499)}pt`)).toBe('pt')
  expect(start().ofPage(`${'x,'.repeat(500)}pt`)).toBe('en')
})

test('the owner’s choice wins over every browser', () => {
  expect(start({ language: 'pt' }).ofPage('en')).toBe('pt')
  expect(start({ language: 'auto' }).ofPage('pt')).toBe('pt')
})

test('what is said without a page is in the language of the browser that was heard last', () => {
  const languages = start()
  expect(languages.ofOwner()).toBe('en')
  languages.heard('pt-PT')
  expect(languages.ofOwner()).toBe('pt')
  languages.heard('ja')
  expect(languages.ofOwner()).toBe('pt')
  expect(start({ language: 'en', heardLanguage: 'pt' }).ofOwner()).toBe('en')
})
