import { describe, expect, test } from 'vitest'
import { type createReplay, outline, replay, toolsOf, workspaceDir } from '../replay.test-kit.ts'
import { block, delta, say, start, toolResult, whole } from './messages.test-kit.ts'

describe('tools', () => {
  test('written and edited files show what changed', () => {
    const [written, edited, ran] = toolsOf(replay('write-edit-run').turns[0]?.parts ?? [])
    expect(written?.diff).toEqual({
      path: 'files/hello.md',
      added: 3,
      removed: 0,
      patch: '@@ -0,0 +1,3 @@\n+# Hello\n+\n+From the agent.',
    })
    expect(edited?.diff).toMatchObject({ added: 1, removed: 1 })
    expect(edited?.locations).toEqual([{ path: 'files/hello.md' }])
    expect(ran?.output).toMatch(/^# Hello\n\nFrom the agent, edited\./)
  })

  test('a file is shown as soon as its path is there', () => {
    const { turns } = say([
      start('a'),
      block({ type: 'tool_use', id: 'w', name: 'Write' }),
      delta({ type: 'input_json_delta', partial_json: `{"file_path":"${workspaceDir}/client/a` }),
      delta({ type: 'input_json_delta', partial_json: '.tsx","content":"' }),
    ])
    expect(outline(turns[0]?.parts ?? [])).toEqual(['edit running: client/a.tsx'])
  })

  test('failures say why', () => {
    const [edit, unknown] = toolsOf(replay('tool-error').turns[0]?.parts ?? [])
    expect(edit).toMatchObject({ status: 'failed', title: 'no.txt' })
    expect(edit?.output).toMatch(/^File does not exist\./)
    expect(unknown).toMatchObject({ status: 'failed', kind: 'other', title: 'Nonesuch' })
  })

  test('what the owner did not allow failed, with an absolute path', () => {
    const [write] = toolsOf(replay('write-outside-denied').turns[0]?.parts ?? [])
    expect(write).toMatchObject({
      status: 'failed',
      output: 'The owner said no.',
      locations: [{ path: '/home/owner/outside.txt' }],
    })
  })

  test('calls at once each have their own end', () => {
    const tools = toolsOf(replay('parallel-tools').turns[0]?.parts ?? [])
    expect(tools.map((tool) => tool.status)).toEqual(['done', 'failed'])
  })

  test('calls of a subagent are below its own, which ends with its report', () => {
    const played = replay('subagent-foreground')
    const [agent, ...inner] = toolsOf(played.turns[0]?.parts ?? [])
    expect(agent).toMatchObject({ kind: 'think', title: 'Look at the note', output: 'The helper found it.' })
    expect(inner.map((tool) => tool.parentId)).toEqual([agent?.id, agent?.id])
    const progress = played.events.flatMap((event) =>
      event.type === 'tool' && event.tool.id === agent?.id ? [event.tool.output] : [],
    )
    expect(progress).toContain('Running Look\nReading /etc/motd')
  })

  test.each([
    ['Glob', { pattern: '**/*.ts', path: `${workspaceDir}/client` }, 'search', '**/*.ts in client'],
    ['Grep', { pattern: 'TODO' }, 'search', 'TODO'],
    ['WebFetch', { url: 'https://example.org/', prompt: 'x' }, 'fetch', 'https://example.org/'],
    ['Skill', { skill: 'notes' }, 'other', 'the skill notes'],
    ['mcp__my_server__createIssue', {}, 'other', 'my server: create issue'],
    ['NotebookEdit', { notebook_path: 'a.ipynb' }, 'edit', 'a.ipynb'],
    ['Bash', { command: 'cd client\nls' }, 'execute', 'cd client ⏎ ls'],
    ['Read', { file_path: 7 }, 'read', 'a file'],
  ])('%s has words of its own', (name, input, kind, title) => {
    const { turns } = say([whole('a', [{ type: 'tool_use', id: 't', name, input }])])
    expect(toolsOf(turns[0]?.parts ?? [])).toMatchObject([{ kind, title, status: 'running' }])
  })

  test('tools of Bloby are shown as they say themselves', () => {
    const ownTool = (name: string) =>
      name === 'mcp__bloby__recall' ? { kind: 'search' as const, title: () => 'the blue car' } : undefined
    const call = whole('a', [{ type: 'tool_use', id: 't', name: 'mcp__bloby__recall', input: {} }])
    expect(toolsOf(say([call], { ownTool }).turns[0]?.parts ?? [])).toMatchObject([
      { kind: 'search', title: 'the blue car' },
    ])
  })

  test('a question has no row, since it is shown as a question', () => {
    expect(toolsOf(replay('ask-user-question').turns[0]?.parts ?? [])).toEqual([])
  })

  test('long output is cut, and says so', () => {
    const call = whole('a', [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'x' } }])
    const own = { stdout: `${'a'.repeat(30_000)}end`, stderr: '' }
    const [tool] = toolsOf(say([call, toolResult('t', '', own)]).turns[0]?.parts ?? [])
    expect(tool?.output).toMatch(/^… 10,003 characters before this are not shown\.\na+end$/)
  })

  test('what a command prints is shown while it runs, and no longer', () => {
    let stops = 0
    let print = (_: string) => {}
    const watchOutput: NonNullable<Parameters<typeof createReplay>[0]>['watchOutput'] = (_, onOutput) => {
      print = onOutput
      return () => {
        stops += 1
      }
    }
    const init = Object.assign({ type: 'system', subtype: 'init' }, { session_id: 's' })
    const started = Object.assign(
      { type: 'system', subtype: 'task_started', task_id: 'b1' },
      { tool_use_id: 't', task_type: 'local_bash' },
    )
    const call = whole('a', [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'x' } }])
    const { mapper, turns } = say([init, call, started], { watchOutput })
    print('line 1\n')
    expect(toolsOf(turns[0]?.parts ?? [])).toMatchObject([{ status: 'running', output: 'line 1' }])
    mapper.receive(toolResult('t', '', { stdout: 'line 1\nline 2', stderr: '' }))
    print('late')
    expect(toolsOf(turns[0]?.parts ?? [])).toMatchObject([{ status: 'done', output: 'line 1\nline 2' }])
    expect(stops).toBe(1)
  })
})
