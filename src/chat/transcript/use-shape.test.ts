import { expect, test } from 'vitest'
import type { ChatMessage } from '../../protocol/chat.ts'
import type { MessagePart } from '../../protocol/turn-parts.ts'
import { hasOnlyGrown } from './use-shape.ts'

const plan: MessagePart = { type: 'plan', entries: [] }
const text = (words: string): MessagePart => ({ type: 'text', text: words })
const message = (parts: MessagePart[], status: ChatMessage['status'] = 'streaming'): ChatMessage => ({
  id: 'm',
  conversationId: 'c',
  position: 1,
  role: 'assistant',
  content: '',
  parts,
  status,
  createdAt: 0,
})

test('words that are added to the last ones leave a message in shape', () => {
  expect(hasOnlyGrown(message([plan, text('a')]), message([plan, text('a b')]))).toBe(true)
  expect(hasOnlyGrown(message([text('a b')]), message([text('a')]))).toBe(true)
})

test.each([
  ['another part', [plan, text('a')], [plan, text('a'), plan]],
  ['a part before the last that changed', [plan, text('a')], [{ ...plan }, text('a b')]],
  ['a last part that holds no words', [plan], [plan]],
  ['words of another kind', [text('a')], [{ type: 'thinking' as const, text: 'a b' }]],
  ['the first word, as nothing was drawn before', [text('\n')], [text('\na')]],
])('%s does not', (_what, before, now) => {
  expect(hasOnlyGrown(message(before), message(now))).toBe(false)
})

test('the end of the turn does not', () => {
  expect(hasOnlyGrown(message([text('a')]), message([text('a')], 'done'))).toBe(false)
})
