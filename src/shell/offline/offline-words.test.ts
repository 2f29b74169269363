import { expect, it } from 'vitest'
import { offlineTexts } from './offline-texts.ts'
import { reasonWords } from './offline-words.ts'

it('what is kept is said only when something is', () => {
  expect(reasonWords({ isOnline: true, unsent: 0 }, offlineTexts, 'en').reason).not.toContain('kept')
  expect(reasonWords({ isOnline: true, unsent: 1 }, offlineTexts, 'en').reason).toContain(
    'Your last message is kept',
  )
  expect(reasonWords({ isOnline: false, unsent: 3 }, offlineTexts, 'en')).toEqual({
    title: 'You are offline',
    reason:
      'This device has no network. Your last 3 messages are kept on this device and are sent when it is back.',
  })
})
