import { expect, it } from 'vitest'
import { cronWords } from './cron-words.ts'

it.each([
  ['0 9 * * *', 'Every day at 9:00'],
  ['30 8,18 * * *', 'Every day at 8:30 and 18:30'],
  ['0 9 * * 1-5', 'Monday to Friday at 9:00'],
  ['0 9 * * MON-FRI', 'Monday to Friday at 9:00'],
  ['0 10 * * 6,7', 'Saturdays and Sundays at 10:00'],
  ['15 7 * * MON,WED', 'Every Monday and Wednesday at 7:15'],
  ['0 20 * * 7', 'Every Sunday at 20:00'],
  ['0 9 1,15 * *', 'On day 1 and 15 of each month at 9:00'],
  ['0 8 24 12 *', 'On 24 December at 8:00'],
  ['0 8 29 FEB *', '0 8 29 FEB *'],
  ['* * * * *', 'Every minute'],
  ['*/15 * * * *', 'Every 15 minutes'],
  ['0 * * * *', 'Every hour'],
  ['20 * * * *', 'Every hour, 20 min past'],
  ['0 */2 * * *', 'Every 2 hours'],
])('says %s as people do', (expression, words) => {
  // Some systems' English writes `09:00`.
  expect(cronWords(expression, 'en-GB').replaceAll(/\b0(\d:)/g, '$1')).toBe(words)
})

it.each(['0 9 13 * 5', '0-30/5 9 * * *', '* 9 * * *', '0 9 * 6-8 *', '99 * * * *', 'daily', '0 9 * *'])(
  'gives %s as it is',
  (expression) => {
    expect(cronWords(expression, 'en-GB')).toBe(expression)
  },
)
