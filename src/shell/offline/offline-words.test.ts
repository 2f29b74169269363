import { expect, it } from 'vitest'
import { agoWords, reasonWords } from './offline-words.ts'

it.each([
  [0, 'just now'],
  [8.9, '8 min ago'],
  [60, '1 h ago'],
  [23 * 60, '23 h ago'],
  [30 * 60, 'yesterday'],
  [3 * 24 * 60, '3 days ago'],
])('%d minutes are said as %s', (minutes, words) => {
  expect(agoWords(minutes * 60_000)).toBe(words)
})

it('what is kept is said only when something is', () => {
  expect(reasonWords({ isOnline: true, unsent: 0 }).reason).not.toContain('kept')
  expect(reasonWords({ isOnline: true, unsent: 1 }).reason).toContain('Your last message is kept')
  expect(reasonWords({ isOnline: false, unsent: 3 })).toEqual({
    title: 'You are offline',
    reason:
      'This device has no network. Your last 3 messages are kept on this device and are sent when it is back.',
  })
})
