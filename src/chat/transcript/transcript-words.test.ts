import { describe, expect, it } from 'vitest'
import type { MessagePart, ToolCall } from '../../protocol/turn-parts.ts'
import { agoWords, durationWords, isApart, separatorWords } from '../ui/time-words.ts'
import { diffLines } from './diff-lines.ts'
import { foldParts } from './fold-parts.ts'
import { nextSpoken } from './spoken-text.ts'
import { groupWords, progressLines, toolWords } from './tool-words.ts'
import { usageWords } from './usage-words.ts'

const call = (id: string, more: Partial<ToolCall> = {}): ToolCall => ({
  id,
  name: 'Tool',
  kind: 'read',
  title: `title of ${id}`,
  status: 'done',
  locations: [{ path: `${id}.ts` }],
  ...more,
})
const part = (id: string, more: Partial<ToolCall> = {}): MessagePart => ({
  type: 'tool',
  tool: call(id, more),
})

describe('foldParts', () => {
  it('puts calls of one kind together as long as nothing else comes between', () => {
    const folded = foldParts([
      part('a'),
      part('b'),
      { type: 'text', text: 'x' },
      part('c'),
      part('d', { kind: 'edit' }),
    ])
    expect(
      folded.map((entry) =>
        entry.type === 'tools' ? entry.nodes.map((node) => node.tool.id) : entry.part.type,
      ),
    ).toEqual([['a', 'b'], 'text', ['c'], ['d']])
  })

  it('puts the calls of a subagent under the call that began it', () => {
    const folded = foldParts([
      part('agent', { kind: 'other' }),
      part('inner', { parentId: 'agent' }),
      part('deep', { parentId: 'inner' }),
      part('lost', { parentId: 'unknown' }),
    ])
    expect(folded).toHaveLength(2)
    const [first] = folded
    expect(first?.type === 'tools' && first.nodes[0]?.children[0]?.children[0]?.tool.id).toBe('deep')
  })

  it('leaves empty texts out', () => {
    expect(foldParts([{ type: 'text', text: '\n' }])).toEqual([])
  })
})

describe('toolWords', () => {
  it('names the act by its state and the file it is about', () => {
    expect(toolWords(call('a', { kind: 'edit', status: 'running' }))).toMatchObject({
      verb: 'Editing',
      target: 'a.ts',
    })
    expect(toolWords(call('a', { kind: 'execute', title: 'npm test' }))).toMatchObject({
      verb: 'Ran',
      target: 'npm test',
    })
    expect(toolWords(call('a', { status: 'failed' })).verb).toBe('Could not read')
  })

  it('sets paths and commands as code, and what subagents and our own tools do as words', () => {
    expect(toolWords(call('a')).isCode).toBe(true)
    expect(toolWords(call('a', { kind: 'think', title: 'Look at the charts' }))).toMatchObject({
      verb: 'Worked on',
      target: 'Look at the charts',
      isCode: false,
    })
  })

  it('shows the end of what a running command prints, or what a running subagent does, and nothing once it is over', () => {
    const output = 'one\ntwo\n\nthree\nfour\n'
    expect(progressLines(call('a', { status: 'running', output }), [])).toEqual(['two', 'three', 'four'])
    const steps = [{ tool: call('b') }, { tool: call('c', { status: 'running' }) }]
    expect(progressLines(call('a', { kind: 'think', status: 'running' }), steps)).toEqual(['Reading c.ts'])
    expect(progressLines(call('a', { status: 'running' }), [])).toEqual([])
    expect(progressLines(call('a', { output }), steps)).toEqual([])
  })

  it('sums several calls up', () => {
    const diff = { path: 'a.ts', added: 3, removed: 1, patch: '' }
    expect(groupWords([call('a'), call('b')])).toMatchObject({ verb: 'Read', target: '2 files' })
    expect(groupWords([call('a', { kind: 'edit', diff }), call('a', { kind: 'edit', diff })])).toMatchObject({
      target: 'a.ts',
      count: '2 times',
      added: 6,
      removed: 2,
    })
    expect(groupWords([call('a'), call('b', { status: 'running' })])).toMatchObject({
      verb: 'Reading',
      target: 'b.ts',
    })
    expect(groupWords([call('a'), call('b', { status: 'failed' })])).toMatchObject({
      verb: 'Read',
      status: 'failed',
    })
    const failed = call('a', { status: 'failed' })
    expect(groupWords([failed, { ...failed, id: 'b' }])).toMatchObject({ verb: 'Could not read' })
  })
})

describe('diffLines', () => {
  it('numbers the lines of each hunk', () => {
    expect(
      diffLines('@@ -1,2 +1,2 @@\n a\n-b\n+c\n@@ -10 +10 @@ fn()\n d\n\\ No newline at end of file\n'),
    ).toEqual([
      { kind: 'context', text: 'a', number: 1 },
      { kind: 'removed', text: 'b', number: 2 },
      { kind: 'added', text: 'c', number: 2 },
      { kind: 'hunk', text: 'fn()' },
      { kind: 'context', text: 'd', number: 10 },
    ])
  })
})

describe('nextSpoken', () => {
  it('speaks whole sentences, each once, without marks', () => {
    const first = nextSpoken('It is **done**. Now the n', 0, false)
    expect(first).toEqual({ spoken: 'It is done.', to: 15 })
    expect(nextSpoken('It is **done**. Now the next', 15, false)).toEqual({ spoken: '', to: 15 })
    expect(nextSpoken('It is **done**. Now the next', 15, true)).toEqual({ spoken: 'Now the next', to: 28 })
  })

  it('waits for a code block to end and does not read it out', () => {
    expect(nextSpoken('Run:\n```sh\nnpm test\n', 0, false).spoken).toBe('Run:')
    expect(nextSpoken('```sh\nnpm test\n```\n- [Docs](https://x)\n', 0, false).spoken).toBe(
      'Code block. Docs',
    )
  })
})

describe('numbers and times', () => {
  it('are short and exact', () => {
    expect([400, 14_000, 125_000, 3_780_000].map(durationWords)).toEqual([
      '1 s',
      '14 s',
      '2 min 5 s',
      '1 h 3 min',
    ])
    expect(usageWords({ inputTokens: 12_000, outputTokens: 400, durationMs: 14_000 }, 'en')).toBe(
      '14 s · 12.4K tokens',
    )
    expect(usageWords({ inputTokens: 0, outputTokens: 0, durationMs: 2000, costUsd: 0 }, 'en')).toBe('2 s')
  })

  it('say how long ago in as few words as needed', () => {
    const now = new Date(2026, 10, 21, 15, 0).getTime()
    const ago = (...date: [number, number, number, number, number]) =>
      agoWords(new Date(...date).getTime(), now, 'en-GB')
    expect(ago(2026, 10, 21, 15, 0)).toBe('now')
    expect(ago(2026, 10, 21, 14, 55)).toBe('5 min')
    expect(ago(2026, 10, 21, 12, 0)).toBe('3 h')
    expect(ago(2026, 10, 19, 12, 0)).toBe('Thu')
    expect(ago(2026, 2, 4, 12, 0)).toBe('4 Mar')
    expect(ago(2025, 2, 4, 12, 0)).toBe('4 Mar 2025')
  })

  it('separate what is an hour or a day apart', () => {
    const now = new Date(2026, 10, 21, 15, 0).getTime()
    expect(separatorWords(new Date(2026, 10, 20, 9, 5).getTime(), now, 'en-GB')).toMatch(/^Yesterday 0?9:05$/)
    expect(isApart(undefined, now)).toBe(true)
    expect(isApart(now - 60_000, now)).toBe(false)
    expect(isApart(now - 2 * 60 * 60_000, now)).toBe(true)
  })
})
