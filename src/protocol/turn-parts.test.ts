import { expect, test } from 'vitest'
import { applyPartUpdate, type MessagePart, type PartUpdate, type ToolCall } from './turn-parts.ts'

const tool = (id: string): ToolCall => ({
  id,
  name: 'Write',
  kind: 'edit',
  title: id,
  status: 'running',
  locations: [],
})
const parts = (...updates: PartUpdate[]) => updates.reduce<MessagePart[]>(applyPartUpdate, [])

test('a retraction takes back the last characters, over several parts', () => {
  const said = parts({ type: 'text', text: 'kept lost' }, { type: 'thinking', text: 'hm' })
  expect(applyPartUpdate(said, { type: 'retract', characters: 6, toolIds: [] })).toEqual([
    { type: 'text', text: 'kept ' },
  ])
})

test('a retraction removes the named tool calls and leaves the others', () => {
  const said = parts(
    { type: 'text', text: 'one' },
    { type: 'tool', tool: tool('a') },
    { type: 'text', text: 'two' },
    { type: 'tool', tool: tool('b') },
  )
  expect(applyPartUpdate(said, { type: 'retract', characters: 3, toolIds: ['b'] })).toEqual([
    { type: 'text', text: 'one' },
    { type: 'tool', tool: tool('a') },
  ])
})

test('a retraction of more than was said leaves nothing and does not fail', () => {
  expect(
    applyPartUpdate([{ type: 'text', text: 'a' }], { type: 'retract', characters: 9, toolIds: ['x'] }),
  ).toEqual([])
})
