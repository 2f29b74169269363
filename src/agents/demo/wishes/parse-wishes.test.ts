import { expect, test } from 'vitest'
import { parseWishes } from './parse-wishes.ts'
import type { Wish } from './wish.ts'

/** A Saturday. */
const now = new Date(2026, 10, 21, 10, 30)
const rename = (name: string): Wish => ({ kind: 'rename', name })
const colour = (colour: string): Wish => ({ kind: 'recolour', colour })
const keep = (note: 'note' | 'todo' | 'link', ...texts: string[]): Wish => ({ kind: 'keep', note, texts })
const route = (path: string, says: string): Wish => ({ kind: 'add-route', path, says })
const plan = (schedule: string, task: string, oneShot = false) => ({
  kind: 'schedule',
  task,
  when: { schedule, oneShot, words: expect.any(String) },
})
const unplannable = (problem: string) => ({
  kind: 'schedule',
  when: { problem: expect.stringContaining(problem) },
})

test.each<[string, ...object[]]>([
  ['Call the dashboard Mission Control', rename('Mission Control')],
  ['call it "Bread and Butter"', rename('Bread and Butter')],
  ['please rename the dashboard to Mission Control.', rename('Mission Control')],
  ['Rename my app Base, please', rename('Base')],
  ['Could you name this page “Home, sweet home”?', rename('Home, sweet home')],
  ['change the name of the dashboard to HQ', rename('HQ')],
  ["set the dashboard's name to HQ!", rename('HQ')],
  ['The dashboard should be called HQ', rename('HQ')],
  ['give the page the name HQ', rename('HQ')],

  ['make it blue', colour('blue')],
  ['Make the dashboard dark blue, please', colour('dark blue')],
  ['change the accent colour to #ff8800', colour('#ff8800')],
  ['turn the accent color to #F80', colour('#f80')],
  ['paint it red', colour('red')],
  ['use teal', colour('teal')],
  ["I'd like it purple", colour('purple')],
  ['make the accent sparkly', colour('sparkly')],
  ['set the colour back to normal', colour('original')],

  ['Call the dashboard Mission Control and make it blue', rename('Mission Control'), colour('blue')],
  [
    'Make it green, then call it Garden. Remember that I like salt and pepper',
    colour('green'),
    rename('Garden'),
    { kind: 'remember', fact: 'I like salt and pepper' },
  ],
  ['Hi! Make it blue.', colour('blue')],
  ['1. call it Base\n2. make it red'.replace(/\d\. /g, ''), rename('Base'), colour('red')],

  ['add a note: buy milk', keep('note', 'buy milk')],
  ['Add a note saying "call mum and dad"', keep('note', 'call mum and dad')],
  ['note: the code is 1234', keep('note', 'the code is 1234')],
  ['add a note that I parked on level 3', keep('note', 'I parked on level 3')],
  ['add a todo to buy milk and bread', keep('todo', 'buy milk and bread')],
  ['todo buy milk', keep('todo', 'buy milk')],
  ['Add to-dos: milk, bread and eggs', keep('todo', 'milk', 'bread', 'eggs')],
  ['add these todos:\n- milk\n- white bread', keep('todo', 'milk', 'white bread')],
  ['put milk and bread on my list', keep('todo', 'milk', 'bread')],
  ['add buy milk to my todo list', keep('todo', 'buy milk')],
  ['remember to water the plants', keep('todo', 'water the plants')],
  ['save this link: https://example.com/a?b=1', keep('link', 'https://example.com/a?b=1')],
  ['https://example.com', keep('link', 'https://example.com')],

  ['add a note card', { kind: 'add-card', card: 'note' }],
  ['Add a card for to-dos', { kind: 'add-card', card: 'todo' }],
  ['create a todo list', { kind: 'add-card', card: 'todo' }],
  ['add a links card called Reading', { kind: 'add-card', card: 'link', title: 'Reading' }],
  ['add a note card: buy milk', { kind: 'add-card', card: 'note', text: 'buy milk' }],
  ['add a card called Groceries', { kind: 'add-card', card: 'note', title: 'Groceries' }],
  ['add a note', { kind: 'add-card', card: 'note' }],
  ['Add a weather card', { kind: 'add-other-card', what: 'weather' }],
  [
    'Add a card to track what I spend: amount, what for and date',
    { kind: 'add-other-card', what: 'track what I spend' },
  ],

  ['add a route /hello that says hi', route('/hello', 'hi')],
  ['Add a backend route /app/api/ping returning "pong and more"', route('/ping', 'pong and more')],
  ['create an endpoint called status that answers with ok', route('/status', 'ok')],
  ['add /hello which says hi', route('/hello', 'hi')],
  ['make a new api route /hello', route('/hello', 'Hello')],

  ['Remember that my sister is called Ada', { kind: 'remember', fact: 'my sister is called Ada' }],
  ['remember: the bins go out on Mondays', { kind: 'remember', fact: 'the bins go out on Mondays' }],
  ["Don't forget that I am allergic to nuts", { kind: 'remember', fact: 'I am allergic to nuts' }],
  ['my name is Bruno', { kind: 'remember', fact: 'my name is Bruno' }],
  ['forget that I like tea', { kind: 'forget', fact: 'I like tea' }],
  ['forget about tea', { kind: 'forget', fact: 'tea' }],

  ['every day at 9 tell me the weather', plan('0 9 * * *', 'Tell me the weather')],
  ['Tell me the weather every day at 9:30', plan('30 9 * * *', 'Tell me the weather')],
  ['every morning at 7 summarise my notes and tell me', plan('0 7 * * *', 'Summarise my notes and tell me')],
  ['every evening remind me to stretch', plan('0 19 * * *', 'Remind me to stretch')],
  ['daily at 6pm, check the backup', plan('0 18 * * *', 'Check the backup')],
  ['every monday at 8:30 tell me my week', plan('30 8 * * 1', 'Tell me my week')],
  ['on mondays and thursdays at 9 remind me of the bins', plan('0 9 * * 1,4', 'Remind me of the bins')],
  ['every Saturday and Sunday at 10am say hello', plan('0 10 * * 0,6', 'Say hello')],
  ['every weekday at 8 tell me the news', plan('0 8 * * 1-5', 'Tell me the news')],
  ['check the door every 15 minutes', plan('*/15 * * * *', 'Check the door')],
  ['every 2 hours look at my notes', plan('0 */2 * * *', 'Look at my notes')],
  ['hourly, check the door', plan('0 * * * *', 'Check the door')],
  [
    'on the 1st of every month at 9 remind me to pay the rent',
    plan('0 9 1 * *', 'Remind me to pay the rent'),
  ],
  ['at 18:00 tomorrow remind me to call mum', plan('0 18 22 11 *', 'Remind me to call mum', true)],
  ['remind me to call mum tomorrow at 6 pm', plan('0 18 22 11 *', 'Remind me to call mum', true)],
  ['remind me at 18:00 to call mum', plan('0 18 21 11 *', 'Remind me to call mum', true)],
  ['remind me at 9 to call mum', plan('0 9 22 11 *', 'Remind me to call mum', true)],
  [
    'remind me in 10 minutes to turn off the oven',
    plan('40 10 21 11 *', 'Remind me to turn off the oven', true),
  ],
  ['tell me the news on friday at noon', plan('0 12 27 11 *', 'Tell me the news', true)],
  [
    "Don't forget to water the plants tomorrow at 8",
    plan('0 8 22 11 *', 'Remind me to water the plants', true),
  ],
  ['every 45 minutes check the door', unplannable('divides 60')],
  ['every other day at 9 tell me a joke', unplannable('not every few days')],
  ['every day at 25 tell me the weather', unplannable('25')],
  ['every day at 13pm tell me the weather', unplannable('13pm')],
  ['remind me today at 8:00 to eat', unplannable('past')],
  ['every day at 9 tell me a story', plan('0 9 * * *', 'Tell me a story')],
  ['every day at 9', plan('0 9 * * *', '')],
  ['cancel the reminder to call mum', { kind: 'unschedule', task: 'call mum' }],

  ['What is scheduled?', { kind: 'show-schedule' }],
  ['show my schedule', { kind: 'show-schedule' }],
  ['what do you do on your own?', { kind: 'show-schedule' }],
  ['What do you know about me?', { kind: 'show-memory' }],
  ['show me what you remember', { kind: 'show-memory' }],
  ['do you remember my name?', { kind: 'show-memory' }],

  ['break the app', { kind: 'break', what: 'client' }],
  ['Break the dashboard on purpose', { kind: 'break', what: 'client' }],
  ['break the backend', { kind: 'break', what: 'backend' }],
  ['fix it', { kind: 'fix' }],
  ['Repair the app please', { kind: 'fix' }],
  ['The backend is broken, fix it', { kind: 'fix' }],
  ['break the app and then fix it', { kind: 'break', what: 'client' }, { kind: 'fix' }],
  ['undo', { kind: 'undo' }],
  ['take that back', { kind: 'undo' }],
  ['undo the last change', { kind: 'undo' }],

  ['help', { kind: 'help' }],
  ['hi', { kind: 'help' }],
  ['Hello there!', { kind: 'help' }],
  ['What can you do?', { kind: 'help' }],
  ['tell me a long story', { kind: 'story' }],
  ['give me a long answer', { kind: 'story' }],

  ['', { kind: 'unknown' }],
  ...[
    'How?',
    'Connect a provider',
    'How do I connect Claude?',
    'Can you use my API key, please',
    'Switch to Ollama',
    'Where do I enter the API key?',
  ].map((text): [string, Wish] => [text, { kind: 'connect' }]),
  ['Remember that I use Claude', { kind: 'remember', fact: 'I use Claude' }],
  ['How is the weather?', { kind: 'unknown' }],
  ['What is the capital of France?', { kind: 'unknown' }],
  ['I was there at 9', { kind: 'unknown' }],
  ['What happens every day at 9?', { kind: 'unknown' }],
  ['make it better', { kind: 'unknown' }],
  ['Make it blue. What is the capital of France, by the way?', colour('blue'), { kind: 'unknown' }],
])('%j', (text, ...wishes) => {
  const parsed = parseWishes(text, now)
  expect(parsed).toHaveLength(wishes.length)
  expect(parsed).toMatchObject(wishes)
})

test('the longest texts are read quickly, and longer ones not at all', () => {
  for (const piece of [
    'and make it ',
    'every ',
    'a',
    '"',
    ' ',
    'add a note ',
    'every day, ',
    '- todo\n',
    "call it '",
  ])
    expect(parseWishes(piece.repeat(4000).slice(0, 4000), now)).not.toEqual([{ kind: 'too-long' }])
  expect(parseWishes('a'.repeat(4001), now)).toEqual([{ kind: 'too-long' }])
}, 2000)
