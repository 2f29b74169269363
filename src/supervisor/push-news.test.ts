import { beforeEach, describe, expect, it } from 'vitest'
import type { PushMessage } from '../platform/push/push.ts'
import { createConversations } from '../platform/store/conversations.ts'
import { openDatabase } from '../platform/store/database.ts'
import { migrations } from '../platform/store/migrations.ts'
import { createTurns, type TurnOrigin } from '../platform/store/turns.ts'
import type { ChatMessage, ServerMessage } from '../protocol/chat.ts'
import { createFakeClock } from '../system/fake-clock.test-kit.ts'
import { createPushNews, plainWords } from './push-news.ts'

const clock = createFakeClock()
let sent: PushMessage[]
let isLooking: boolean
let turns: ReturnType<typeof createTurns>
let conversationId: string
let hear: (message: ServerMessage) => void
beforeEach(() => {
  const db = openDatabase(':memory:', migrations)
  const conversations = createConversations({ db, clock })
  turns = createTurns({ db })
  conversationId = conversations.create({ title: 'Budget' }).id
  sent = []
  isLooking = false
  hear = createPushNews({
    turns,
    conversations,
    language: () => 'en',
    isAnyoneLooking: (id) => id === conversationId && isLooking,
    push: {
      async send(message) {
        sent.push(message)
        return { sent: 1, removed: 0, failed: 0 }
      },
    },
  })
})

function insertTurn(id: string, origin: TurnOrigin, status: 'running' | 'queued' = 'running') {
  turns.insert({
    ...{ id, conversationId, origin, status, requestId: 'r', messageId: `answer-${id}`, agent: 'demo' },
    ...{ createdAt: 0, usedFileTools: false },
  })
}

function end(turnId: string, status: 'done' | 'failed' | 'stopped', said: Partial<ChatMessage>) {
  const at = { conversationId, seq: 1 }
  const message: ChatMessage = {
    ...{ id: `answer-${turnId}`, conversationId, position: 1, role: 'assistant', content: '', parts: [] },
    ...{ status, createdAt: 0, ...said },
  }
  turns.update(turnId, { status })
  hear({ type: 'bot:response', ...at, message })
  hear({ type: 'bot:done', ...at, turnId, messageId: message.id, status, usedFileTools: false })
}

describe('the news that devices get', () => {
  it('are a finished answer in plain words, which a later one of the conversation replaces', () => {
    insertTurn('one', 'owner')
    end('one', 'done', { content: '## Done\n\nThe **line** is in `index.ts`.' })
    expect(sent).toEqual([
      {
        title: 'Budget',
        body: 'Done\nThe line is in index.ts.',
        conversationId,
        about: `conversation ${conversationId}`,
        isUrgent: false,
      },
    ])
  })

  it('are what went wrong', () => {
    insertTurn('one', 'owner')
    const notice = { level: 'error' as const, code: 'no-credit', text: 'Your credit is used up.' }
    end('one', 'failed', { content: 'I will', parts: [{ type: 'notice', notice }] })
    expect(sent).toMatchObject([{ title: 'Bloby could not finish', body: 'Your credit is used up.' }])
  })

  it('are questions and approvals, at once, and not once more when they are answered', () => {
    const at = { conversationId, seq: 1, turnId: 'one', messageId: 'm' }
    const question = { id: 'q', text: 'Which colour?', options: [] }
    hear({ type: 'bot:question', ...at, question })
    hear({ type: 'bot:question', ...at, question: { ...question, answer: 'Green' } })
    const approval = { id: 'a', title: 'Run `make`' }
    hear({ type: 'bot:approval', ...at, approval })
    hear({ type: 'bot:approval', ...at, approval: { ...approval, decision: 'allow' } })
    expect(sent.map(({ title, body, isUrgent }) => [title, body, isUrgent])).toEqual([
      ['Bloby needs your answer', 'Which colour?', true],
      ['Bloby needs your answer', 'Run make', true],
    ])
  })

  it('are none when the owner looks, stopped it, has more in the queue, or did not ask for it', () => {
    insertTurn('pulse', 'pulse')
    end('pulse', 'done', { content: 'Nothing new.' })
    insertTurn('stopped', 'owner')
    end('stopped', 'stopped', { content: 'So far' })
    insertTurn('first', 'owner')
    insertTurn('second', 'owner', 'queued')
    end('first', 'done', { content: 'First' })
    isLooking = true
    turns.update('second', { status: 'running' })
    end('second', 'done', { content: 'Second' })
    expect(sent).toEqual([])
  })
})

it.each([
  ['See [the page](https://example.com) and ![a cat](cat.png)', 'See the page and a cat'],
  ['Before\n```ts\nconst a = 1\n```\nAfter', 'Before\nAfter'],
  ['Before\n~~~\nnot closed', 'Before'],
  ['- one\n- two\n\n1. three\n> said', 'one\ntwo\nthree\nsaid'],
  ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
])('%j in plain words', (markdown, words) => {
  expect(plainWords(markdown)).toBe(words)
})
