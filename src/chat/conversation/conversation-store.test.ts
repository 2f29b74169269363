import { expect, test } from 'vitest'
import type { ConversationEvent } from '../../protocol/chat.ts'
import { createConversationStore } from './conversation-store.ts'

function world() {
  const runs: (() => void)[] = []
  const conversation = createConversationStore('c', (run) => void runs.push(run))
  const turn = { conversationId: 'c', turnId: 't', messageId: 'm' }
  const receive = (seq: number, event: object) =>
    conversation.receive({ ...turn, seq, ...event } as ConversationEvent)
  receive(1, { type: 'bot:typing', at: 5 })
  return {
    conversation,
    receive,
    say: (seq: number, text: string) => receive(seq, { type: 'bot:token', text }),
    drawFrame: () => runs.splice(0).map((run) => run()).length,
    parts: () => conversation.store.getState().streaming?.parts,
  }
}

test('tokens are shown together, once a frame, and are counted as they come', () => {
  const { conversation, say, drawFrame, parts } = world()
  expect([say(2, 'One'), say(3, ' two'), say(4, ' three')]).toEqual(['applied', 'applied', 'applied'])
  expect(conversation.seq()).toBe(4)
  expect(parts()).toEqual([])
  expect(drawFrame()).toBe(1)
  expect(parts()).toEqual([{ type: 'text', text: 'One two three' }])
  expect(conversation.store.getState().seq).toBe(4)
  expect([say(4, ' three'), say(6, ' five')]).toEqual(['old', 'gap'])
})

test('a token that comes twice or too early while others wait is not taken in', () => {
  const { say, drawFrame, parts, conversation } = world()
  expect([say(2, 'One'), say(2, 'One'), say(4, 'three'), say(3, ' two')]).toEqual([
    'applied',
    'old',
    'gap',
    'applied',
  ])
  drawFrame()
  expect(parts()).toEqual([{ type: 'text', text: 'One two' }])
  expect(conversation.seq()).toBe(3)
})

test('what is no token is shown at once, after the tokens before it', () => {
  const { receive, say, parts } = world()
  receive(2, { type: 'bot:thinking', text: 'Hm' })
  say(3, 'Yes')
  receive(4, { type: 'bot:plan', entries: [] })
  expect(parts()).toEqual([
    { type: 'thinking', text: 'Hm' },
    { type: 'text', text: 'Yes' },
    { type: 'plan', entries: [] },
  ])
})

test('what waits for its frame is not lost to a page of older messages', () => {
  const { conversation, say, parts } = world()
  say(2, 'One')
  conversation.prepend({ messages: [], nextCursor: null })
  expect(parts()).toEqual([{ type: 'text', text: 'One' }])
})
