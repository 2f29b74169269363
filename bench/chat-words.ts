import type { ChatMessage } from '../src/protocol/chat.ts'

const sentences = [
  'The backend now reads the notes in the order in which they were written, so that the list no longer jumps.',
  'I looked at `workspace/client/src/notes.tsx` first, because that is where the list is drawn.',
  'Two things were **not** as expected: the time was kept as text, and an empty note could be saved.',
  'Nothing else depends on it, which I checked by searching for its name in the whole workspace.',
]

const code = `\`\`\`ts
import { Hono } from 'hono'

/** The notes, newest first. */
export function notesRoute(db: Database): Hono {
  const route = new Hono()
  route.get('/notes', (c) => c.json(db.prepare('SELECT * FROM notes ORDER BY at DESC').all()))
  route.post('/notes', async (c) => {
    const { text } = await c.req.json()
    if (typeof text !== 'string' || text.trim() === '') return c.json({ error: 'A note needs a text.' }, 400)
    return c.json(db.prepare('INSERT INTO notes (text, at) VALUES (?, ?) RETURNING *').get(text, Date.now()))
  })
  return route
}
\`\`\``

const table = `| file | before | after |
| --- | ---: | ---: |
| \`notes.tsx\` | 120 | 96 |
| \`notes-route.ts\` | 40 | 52 |
| \`app.tsx\` | 210 | 210 |`

const list = `- the list is **sorted** by the server
- an empty note is refused with a word
  - in the page, before it is sent
  - in the backend, whoever sends it
- what was kept as text is read as before`

/** An answer as agents write them: paragraphs, lists, code and a table, about `words` words. */
export function answerOf(words: number, seed = 0): string {
  const blocks: string[] = []
  let count = 0
  for (let index = seed; count < words; index++) {
    const paragraph = [0, 1, 2].map((step) => sentences[(index + step) % sentences.length]).join(' ')
    const extra = [code, list, `### Step ${index + 1}`, table][index % 4] ?? ''
    for (const block of [paragraph, extra]) {
      blocks.push(block)
      count += block.split(/\s+/).length
    }
  }
  return blocks.join('\n\n')
}

/** Pieces as models stream them: about three quarters of a word each. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*[^\s]{1,6}|\s+/g) ?? []
}

export const tokenCount = 1000

/** An answer of `tokenCount` tokens. */
export function someTokens(): string[] {
  return tokensOf(answerOf(tokenCount)).slice(0, tokenCount)
}

const askings = [
  'Sort the notes by time, please.',
  'Why is the list empty after a reload?',
  'Add a counter to the dashboard, and show it in the header as well as on the page of the settings.',
]

/** A conversation of `count` messages, the owner's and the agent's in turn. */
export function longConversation(id: string, count: number): ChatMessage[] {
  const began = Date.UTC(2026, 0, 5)
  return Array.from({ length: count }, (_, index): ChatMessage => {
    const isOwners = index % 2 === 0
    const words = [12, 60, 25, 160][(index >> 1) % 4] ?? 12
    const content = isOwners
      ? `${index}: ${askings[(index >> 1) % askings.length]}`
      : `Answer ${index}. ${answerOf(words, index >> 1)}`
    return {
      id: `message-${index}`,
      conversationId: id,
      position: index + 1,
      role: isOwners ? 'user' : 'assistant',
      content,
      parts: isOwners ? [] : [{ type: 'text', text: content }],
      status: isOwners ? 'sent' : 'done',
      turnId: `turn-${index >> 1}`,
      ...(!isOwners && {
        usage: { inputTokens: 2000 + index, outputTokens: words, costUsd: 0.01, durationMs: 9000 },
      }),
      createdAt: began + index * 20 * 60_000,
    }
  })
}
