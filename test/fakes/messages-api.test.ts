import * as v from 'valibot'
import { expect, it, onTestFinished } from 'vitest'
import { chooseStep, inlineScript } from './messages-api/script.ts'
import { messagesBody, readRequest } from './messages-api/seen-request.ts'
import { createMessagesApi, type MessagesApiOptions } from './messages-api.ts'

const user = (...content: unknown[]) => ({ role: 'user', content: content.map(asBlock) })
const assistant = (text: string) => ({ role: 'assistant', content: text })
const asBlock = (each: unknown) => (typeof each === 'string' ? { type: 'text', text: each } : each)
const result = (content: string) => ({ type: 'tool_result', tool_use_id: 'toolu_1', content })
const bodyOf = (messages: unknown[]) => ({ model: 'claude-opus-5-5', max_tokens: 1000, messages })
const readMessages = (...messages: unknown[]) => readRequest(v.parse(messagesBody, bodyOf(messages)))

async function startApi(options: MessagesApiOptions = {}) {
  const api = await createMessagesApi(options)
  onTestFinished(() => api.close())
  return async (messages: unknown[], more: object = {}, headers: Record<string, string> = {}) =>
    await fetch(`${api.url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...bodyOf(messages), ...more }),
    })
}

it('streams the events of an answer in the order that Anthropic documents', async () => {
  const ask = await startApi()
  const prompt =
    'script: [{"thinking": "Hm.", "text": "Two words", "tool": "Bash", "input": {"command": "ls"}}]'
  const events = (await (await ask([user(prompt)], { stream: true })).text())
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => JSON.parse(frame.replace(/^event: \w+\ndata: /, '')))

  expect(events.map(({ type, index }) => `${type} ${index ?? ''}`.trim()).filter(isFirstOfRow)).toEqual([
    'message_start',
    'ping',
    ...[0, 1, 2].flatMap((index) => [
      `content_block_start ${index}`,
      `content_block_delta ${index}`,
      `content_block_stop ${index}`,
    ]),
    'message_delta',
    'message_stop',
  ])
  const deltas = events.flatMap((event) => event.delta ?? [])
  expect(deltas.map(({ text = '' }) => text).join('')).toBe('Two words')
  expect(JSON.parse(deltas.map(({ partial_json = '' }) => partial_json).join(''))).toEqual({ command: 'ls' })
  expect(events.at(-2).delta.stop_reason).toBe('tool_use')
})

it('gives the same step after a restart, since it remembers nothing', async () => {
  const talk = [
    user('Something else'),
    assistant('Well.'),
    user('script: ["one", "two", "three"]'),
    assistant('one'),
    user(result('ok')),
    assistant('two'),
    user(result('ok')),
  ]
  for (const _run of ['before', 'after']) {
    const ask = await startApi()
    expect(await (await ask(talk)).json()).toMatchObject({ content: [{ type: 'text', text: 'three' }] })
  }
})

it('takes the last of several prompts in one message for the prompt: those before had no answer', () => {
  const sentAt = '<sent-at>Saturday, 21 November 2026 at 09:30</sent-at>'
  const seen = readMessages(user('script: [{"error": 529}]', sentAt, 'script: ["Well."]', sentAt))
  expect(seen.prompt).toBe('script: ["Well."]')
})

it('fails as often as the script says, and then goes on', async () => {
  const ask = await startApi()
  const prompt = user(
    'script: [{"error": 529, "times": 1}, {"error": 429, "retryAfter": 3, "times": 1}, "Fine."]',
  )
  const answers = [await ask([prompt]), await ask([prompt]), await ask([prompt])]
  expect(answers.map(({ status }) => status)).toEqual([529, 429, 200])
  expect(answers[1]?.headers.get('retry-after')).toBe('3')
  expect(await answers[0]?.json()).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } })
})

it('lets in only who brings the key, and knows only its models', async () => {
  const ask = await startApi({ requiredKey: 'right' })
  expect((await ask([user('Hi')])).status).toBe(401)
  expect((await ask([user('Hi')], {}, { 'x-api-key': 'wrong' })).status).toBe(401)
  expect((await ask([user('Hi')], {}, { 'x-api-key': 'right' })).status).toBe(200)
  expect((await ask([user('Hi')], { model: 'claude-nonesuch' }, { 'x-api-key': 'right' })).status).toBe(404)
})

it.each([
  ['a reminder of the program', [user('<system-reminder>Be kind.</system-reminder>', 'Hello')], 'Hello', 0],
  ['what was said before a stop', [user('Old', '[Request interrupted by user]', 'New')], 'New', 0],
  ['results of tools', [user('Go'), assistant('I go.'), user(result('done'))], 'Go', 1],
  [
    'a word in the middle of a turn, which counts from there',
    [
      user('Go'),
      assistant('I go.'),
      user(result('done')),
      {
        role: 'system',
        content: 'The user sent a new message while you were working:\nStop\n\nThis is how it comes.',
      },
    ],
    'Stop',
    0,
  ],
  [
    'the news of a task',
    [
      user('Go'),
      assistant('I went.'),
      user(
        '<system-reminder><task-notification><summary>It is done</summary></task-notification></system-reminder>',
      ),
    ],
    'Notification: It is done',
    0,
  ],
])('finds the prompt beside %s', (_what, messages, prompt, answersSince) => {
  expect(readMessages(...messages)).toMatchObject({ prompt, answersSince })
})

it('reads a script with brackets in its texts, and says so when it cannot', () => {
  expect(inlineScript('Please script: [{"text": "a ] \\" b"}, "c"] and thank you')).toEqual([
    { text: 'a ] " b' },
    { text: 'c' },
  ])
  expect(inlineScript('script: [{"txt": 1}]')).toEqual([expect.stringContaining('cannot be read')])
  expect(chooseStep([{ when: 'hello', steps: ['Yes?'] }], readMessages(user('Oh, Hello there')), 0)).toEqual({
    text: 'Yes?',
  })
})

function isFirstOfRow(each: string, index: number, all: string[]): boolean {
  return all[index - 1] !== each
}
