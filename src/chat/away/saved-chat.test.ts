import * as v from 'valibot'
import { expect, it } from 'vitest'
import type { ChatMessage } from '../../protocol/chat.ts'
import { savedChat, savedChatKey } from '../../protocol/saved-chat.ts'
import { emptyConversation } from '../conversation/conversation-state.ts'
import { createSavedChat } from './saved-chat.ts'

it('the newest messages are kept as text until the owner signs out', () => {
  const stored = new Map<string, string>()
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  }
  const saved = createSavedChat(() => storage, 'pt')
  const messages = Array.from(
    { length: 40 },
    (_, number): ChatMessage => ({
      ...{
        id: `m${number}`,
        conversationId: 'c',
        position: number,
        parts: [],
        status: 'done',
        createdAt: number,
      },
      ...{
        role: number % 2 ? 'assistant' : 'user',
        content: number === 39 ? 'x'.repeat(5000) : `Number ${number}`,
      },
    }),
  )
  const order = messages.map(({ id }) => id)
  saved.save(
    { ...emptyConversation('c'), order, messages: new Map(messages.map((message) => [message.id, message])) },
    2,
    true,
  )
  const kept = v.parse(v.pipe(v.string(), v.parseJson(), savedChat), stored.get(savedChatKey))
  expect(kept.language).toBe('pt')
  expect(kept.unsent).toBe(2)
  expect(kept.messages).toHaveLength(30)
  expect(kept.messages[0]).toEqual({ role: 'user', text: 'Number 10', at: 10 })
  expect(kept.messages.at(-1)?.text).toHaveLength(4000)
  saved.forget()
  expect(stored.size).toBe(0)
})
