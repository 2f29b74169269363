import { expect, test } from 'vitest'
import { detailWords } from './audit-words.ts'

test.each([
  ['ownerName, theme', 'your name, light or dark'],
  ['access from workspace to computer', 'access to the whole computer'],
  ['apiKey forgotten, model', 'API key forgotten, model'],
  ['networkHosts +example.org -old.example.org', 'hosts +example.org -old.example.org'],
  ['aLaterSetting', 'aLaterSetting'],
])('a change of “%s” is told as “%s”', (detail, words) => {
  expect(detailWords({ action: 'settings-changed', detail })).toBe(words)
})

test('what else the log keeps is told as it is', () => {
  expect(detailWords({ action: 'restarted', detail: 'model' })).toBe('model')
})
