import { expect, test } from 'vitest'
import type { PartUpdate } from '../protocol/turn-parts.ts'
import { createFakeClock } from '../system/fake-clock.test-kit.ts'
import { createBatch } from './batch.ts'

function world() {
  const clock = createFakeClock()
  const written: PartUpdate[][] = []
  const errors: unknown[] = []
  const batch = createBatch({
    clock,
    write: (updates) => written.push(updates),
    onError: (error) => errors.push(error),
  })
  return { clock, written, batch }
}
const text = (words: string): PartUpdate => ({ type: 'text', text: words })

test('the first word goes out at once, the next ones together after 40 ms', () => {
  const { clock, written, batch } = world()
  for (const word of ['one ', 'two ', 'three']) batch.add(text(word))
  expect(written).toEqual([[text('one ')]])
  clock.advance(40)
  expect(written).toEqual([[text('one ')], [text('two three')]])
})

test('a tool between two texts keeps its place', () => {
  const { written, batch } = world()
  const tool: PartUpdate = {
    type: 'tool',
    tool: { id: 't', name: 'write', kind: 'edit', title: '', status: 'running', locations: [] },
  }
  batch.add(text('first'))
  for (const update of [text('a'), tool, text('b')]) batch.add(update)
  batch.flush()
  expect(written[1]).toEqual([text('a'), tool, text('b')])
})

test('a flush sends what waits and nothing twice', () => {
  const { clock, written, batch } = world()
  batch.add(text('one'))
  batch.add(text('two'))
  batch.flush()
  batch.flush()
  clock.advance(1000)
  expect(written).toEqual([[text('one')], [text('two')]])
})
