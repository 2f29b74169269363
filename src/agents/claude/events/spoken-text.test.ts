import { describe, expect, test } from 'vitest'
import { outline, replay } from '../replay.test-kit.ts'
import { block, delta, say, start, stop, stream, text, whole } from './messages.test-kit.ts'

describe('what is said', () => {
  test('thinking, text and tools come in their order', () => {
    const [turn] = replay('write-edit-run').turns
    expect(outline(turn?.parts ?? [])).toEqual([
      'thinking: A new file first, then a change of it, then a look.',
      'text: I write the file.',
      'edit done: files/hello.md',
      'edit done: files/hello.md',
      'execute done: cat files/hello.md && ls',
      'text: The file is written, edited and shown.',
    ])
    expect(turn?.end?.outcome).toBe('done')
  })

  test('texts without anything between them are apart by a blank line', () => {
    const { turns } = say([start('a'), ...text('One.'), ...text('Two.'), stop, start('b'), ...text('Three.')])
    expect(outline(turns[0]?.parts ?? [])).toEqual(['text: One.\n\nTwo.\n\nThree.'])
  })

  test('an answer that hit its limit goes on in the middle of the word', () => {
    const cut = stream({ type: 'message_delta', delta: { stop_reason: 'max_tokens' } })
    const { turns } = say([start('a'), ...text('Hel'), cut, stop, start('b'), ...text('lo.')])
    expect(outline(turns[0]?.parts ?? [])).toEqual(['text: Hello.'])
  })

  test('an answer that was not streamed is taken whole', () => {
    const { turns } = say([whole('a', [{ type: 'text', text: 'At once.' }])])
    expect(outline(turns[0]?.parts ?? [])).toEqual(['text: At once.'])
  })

  test('the words of an error are no part of the answer', () => {
    expect(replay('error-401').turns[0]?.parts).toEqual([])
  })

  test('messages that are not known, or not in their form, are passed over', () => {
    const odd = [{ type: 'news' }, { type: 'assistant' }, { type: 'system', subtype: 'api_retry' }]
    expect(say(odd).turns[0]?.parts).toEqual([])
  })
})

describe('a stream that breaks off', () => {
  test('leaves nothing behind once the answer has begun anew', () => {
    const { turns } = replay('dropped-stream-once')
    expect(outline(turns[0]?.parts ?? [])).toEqual(['text: And here is the answer.'])
    expect(turns[0]?.statuses).toEqual([
      'retrying: The connection to the provider failed. Trying again in 1 s (1 of 2).',
      'working',
    ])
  })

  test('keeps what was said before it', () => {
    const [turn] = replay('dropped-stream-after-tool').turns
    expect(outline(turn?.parts ?? [])).toEqual([
      'text: I run.',
      'execute done: echo ran',
      'text: Fine in the end.',
    ])
  })

  test('keeps its words when nothing better comes', () => {
    const [turn] = replay('dropped-stream-always').turns
    expect(outline(turn?.parts ?? [])).toEqual(['text: This text is going to be lost soon'])
    expect(turn?.end).toMatchObject({ outcome: 'failed', error: { code: 'unreachable', action: 'retry' } })
  })

  test('takes a file with it that was never written', () => {
    const { turns } = say([
      start('a'),
      ...text('I write.'),
      whole('a', [{ type: 'text', text: 'I write.' }]),
      block({ type: 'tool_use', id: 'w', name: 'Write' }),
      delta({ type: 'input_json_delta', partial_json: '{"file_path":"a.ts","content":"half' }),
      Object.assign({}, stop, { abandoned_blocks: { from_block_index: 1 } }),
      start('b'),
      ...text('Again.'),
    ])
    expect(outline(turns[0]?.parts ?? [])).toEqual(['text: I write.\n\nAgain.'])
  })

  test('is noticed without its end, too', () => {
    const { turns } = say([
      start('a'),
      block({ type: 'thinking', thinking: '' }),
      delta({ type: 'thinking_delta', thinking: 'Whole.' }),
      whole('a', [{ type: 'thinking', thinking: 'Whole.' }]),
      ...text('Half a se'),
      start('b'),
      ...text('Anew.'),
    ])
    expect(outline(turns[0]?.parts ?? [])).toEqual(['thinking: Whole.', 'text: Anew.'])
  })
})
