import { expect, test } from 'vitest'
import { parseServerMessage } from './chat.ts'
import { eventOf, partUpdateOf } from './turn-events.ts'
import type { PartUpdate } from './turn-parts.ts'

const turn = { conversationId: 'c', seq: 1, turnId: 't', messageId: 'm' }
const updates: PartUpdate[] = [
  { type: 'text', text: 'words' },
  { type: 'thinking', text: 'hm' },
  {
    type: 'tool',
    tool: {
      id: 'x',
      name: 'write',
      kind: 'edit',
      title: 'a.ts',
      status: 'done',
      locations: [{ path: 'a.ts', line: 3 }],
      diff: { path: 'a.ts', added: 1, removed: 0, patch: '@@ -0,0 +1 @@\n+x' },
    },
  },
  { type: 'plan', entries: [{ title: 'One', status: 'done' }] },
  { type: 'question', question: { id: 'q', text: 'Which?', options: [{ label: 'A' }] } },
  { type: 'approval', approval: { id: 'a', title: 'rm' } },
  { type: 'notice', notice: { level: 'info', code: 'x', text: 'y', action: 'retry' } },
  { type: 'retract', characters: 5, toolIds: ['x'] },
]

test.each(updates)('an update ($type) survives the wire', (update) => {
  const parsed = parseServerMessage(JSON.stringify(eventOf(update, turn)))
  expect(parsed.kind).toBe('ok')
  if (parsed.kind === 'ok') expect(partUpdateOf(parsed.message as never)).toEqual(update)
})
