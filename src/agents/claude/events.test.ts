import { describe, expect, test } from 'vitest'
import { result, say, start, text, whole } from './events/messages.test-kit.ts'
import { anthropic, createReplay, outline, recording, replay, toolsOf } from './replay.test-kit.ts'

describe('turns', () => {
  test('the session is told once', () => {
    expect(replay('compaction', 4).sessions).toHaveLength(1)
  })

  test('work in the background begins a turn of its own when it is done', () => {
    const { turns } = replay('background-task')
    expect(turns.map((turn) => turn.isUnprompted)).toEqual([false, true])
    expect(toolsOf(turns[0]?.parts ?? [])).toMatchObject([
      { status: 'done', output: 'Goes on in the background.' },
    ])
    expect(toolsOf(turns[1]?.parts ?? [])).toMatchObject([
      { status: 'done', output: 'Background command "Tick" completed (exit code 0)' },
    ])
    expect(turns[1]?.end?.outcome).toBe('done')
  })

  test('a subagent in the background says nothing between turns', () => {
    const { turns } = replay('subagent-in-background')
    expect(outline(turns[1]?.parts ?? [])).toEqual(['think done: Look at the note', 'text: All done.'])
    expect(toolsOf(turns[1]?.parts ?? [])).toMatchObject([{ output: 'The helper found it.' }])
  })

  test('a prompt that was taken into an unprompted turn has its end as well', () => {
    const played = createReplay()
    played.mapper.receive(start('a'))
    played.prompt()
    played.mapper.receive(result({ origin: { kind: 'task-notification' }, queued_turn_count: 0 }))
    expect(played.turns.map((turn) => turn.end?.outcome)).toEqual(['done', 'done'])
    expect(played.mapper.isInTurn()).toBe(false)
  })

  test('a prompt that waits behind an unprompted turn has its own end later', () => {
    const played = createReplay()
    played.mapper.receive(start('a'))
    played.prompt()
    played.mapper.receive(result({ queued_turn_count: 1 }))
    expect(played.turns.map((turn) => turn.end?.outcome)).toEqual(['done', undefined])
    played.mapper.receive(result())
    expect(played.turns.map((turn) => turn.end?.outcome)).toEqual(['done', 'done'])
  })

  test('a prompt that is sent again to another process is still one turn', () => {
    const { mapper, turns } = say([])
    mapper.promptSent()
    mapper.receive(result())
    expect(turns).toHaveLength(1)
    expect(turns[0]?.end?.outcome).toBe('done')
    expect(mapper.isInTurn()).toBe(false)
  })

  test('an interruption keeps what was said, and the next turn is another', () => {
    const { turns } = replay('interrupt-text', 2)
    expect(outline(turns[0]?.parts ?? [])).toEqual([`text: ${'word '.repeat(20)}`])
    expect(turns[0]?.end?.outcome).toBe('stopped')
    expect(turns[0]?.end?.error).toBeUndefined()
    expect(turns[1]?.end?.outcome).toBe('done')
  })

  test('an interrupted command was stopped, not wrong', () => {
    const [tool] = toolsOf(replay('interrupt-tool', 2).turns[0]?.parts ?? [])
    expect(tool?.status).toBe('stopped')
    expect(tool?.output).toBeUndefined()
  })

  test('an error after the owner stopped is no error', () => {
    const played = say([start('a'), ...text('So')])
    played.mapper.interrupted()
    played.mapper.fail(new Error('Claude Code process exited with code 143'), '')
    expect(played.turns[0]?.end).toMatchObject({ outcome: 'stopped' })
    expect(played.turns[0]?.end?.error).toBeUndefined()
  })

  test('a process that dies ends the turn and its tools', () => {
    const call = whole('a', [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'x' } }])
    const { mapper, turns } = say([call])
    mapper.fail(new Error('Claude Code process terminated by signal SIGKILL'), '')
    expect(toolsOf(turns[0]?.parts ?? [])).toMatchObject([{ status: 'stopped' }])
    expect(turns[0]?.end).toMatchObject({ outcome: 'failed', error: { code: 'engine-failed' } })
    expect(turns[0]?.end?.error?.text).toMatch(/memory/)
    expect(mapper.isInTurn()).toBe(false)
  })

  test('a process that dies between turns is nobody’s concern', () => {
    const { mapper, events } = createReplay()
    mapper.fail(new Error('gone'), '')
    expect(events).toEqual([])
  })

  test('tokens and cost are those of the turn, after a resume as well', () => {
    expect(replay('resumed').turns[0]?.end?.usage).toMatchObject({
      inputTokens: 30899,
      outputTokens: 37,
      costUsd: 0.124336,
    })
    const [first, second] = replay('interrupt-text', 2).turns
    expect(first?.end?.usage).toMatchObject({ inputTokens: 15373, costUsd: 0.062152 })
    expect(second?.end?.usage).toMatchObject({ inputTokens: 15446, costUsd: 0.061964 })
  })

  test('a cost that is only guessed is left out', () => {
    const usage = {
      inputTokens: 5,
      outputTokens: 7,
      cacheReadInputTokens: 1,
      costUSD: 3,
      costBasis: 'unknown',
    }
    const { turns } = say([start('a'), result({ model_usage_since_last_result: { qwen: usage } })])
    expect(turns[0]?.end?.usage).toEqual({ inputTokens: 6, outputTokens: 7, durationMs: 0 })
  })

  test('a turn lasts from its prompt to its end', () => {
    const played = say([start('a')])
    played.clock.now += 1500
    played.mapper.receive(result())
    expect(played.turns[0]?.end?.usage.durationMs).toBe(1500)
  })
})

describe('how things stand', () => {
  test('the plan follows the tasks', () => {
    const played = replay('plan')
    const plans = played.events.flatMap((event) => (event.type === 'plan' ? [event.entries] : []))
    expect(plans.map((entries) => entries.map((entry) => entry.status))).toEqual([
      ['pending'],
      ['pending', 'pending'],
      ['in-progress', 'pending'],
      ['done', 'pending'],
      ['done', 'pending'],
    ])
    expect(plans[0]).toEqual([{ title: 'Read the page', status: 'pending' }])
    expect(toolsOf(played.turns[0]?.parts ?? [])).toEqual([])
  })

  test('compaction is told while it goes on and afterwards', () => {
    const turn = replay('compaction', 4).turns[2]
    expect(turn?.statuses[0]).toMatch(/^compacting/)
    expect(turn?.parts).toMatchObject([{ type: 'notice', notice: { level: 'info', code: 'compacted' } }])
  })

  test('retries are told with the reason and the seconds', () => {
    expect(replay('error-529-once').turns[0]?.statuses).toEqual([
      'retrying: The provider has too much to do. Trying again in 1 s (1 of 2).',
      'working',
    ])
  })

  test('the engine’s own remark is shown', () => {
    expect(outline(replay('refusal-once').turns[0]?.parts ?? [])[1]).toBe('notice engine-word')
  })
})

describe('errors', () => {
  test.each([
    ['error-no-key', 'no-key', 'connect-provider'],
    ['error-401', 'bad-key', 'connect-provider'],
    ['error-401-given-up', 'bad-key', 'connect-provider'],
    ['error-403', 'not-allowed', 'connect-provider'],
    ['error-credit', 'no-credit', 'retry'],
    ['error-429', 'rate-limit', 'retry'],
    ['error-529', 'overloaded', 'retry'],
    ['error-500', 'provider-error', 'retry'],
    ['error-model-not-found', 'model-not-found', 'open-settings'],
    ['error-no-network', 'unreachable', 'retry'],
    ['error-too-long', 'context-too-long', undefined],
    ['error-413', 'context-too-long', undefined],
    ['error-no-sandbox', 'sandbox-missing', 'open-settings'],
  ])('%s is told as %s', (name, code, action) => {
    const end = replay(name).turns[0]?.end
    expect(end?.outcome).toBe('failed')
    expect(end?.error).toMatchObject({ level: 'error', code })
    expect(end?.error?.action).toBe(action)
  })

  test('a limit stops the turn, and it can go on', () => {
    const steps = replay('error-max-turns').turns[0]?.end
    expect(steps).toMatchObject({ outcome: 'stopped', error: { code: 'step-limit', action: 'continue' } })
    expect(steps?.error?.text).toMatch(/after 2 steps/)
    const budget = replay('error-budget').turns[0]?.end
    expect(budget).toMatchObject({ outcome: 'stopped', error: { code: 'budget' } })
    expect(budget?.error?.text).toContain('$0.50')
  })

  test('a retry that is pointless is not announced', () => {
    expect(replay('error-401-given-up').turns[0]?.statuses).toEqual([])
  })

  test('a rate limit says when it ends', () => {
    const played = createReplay()
    played.prompt()
    const resetsAt = played.clock.now / 1000 + 720
    played.mapper.receive(
      Object.assign({ type: 'rate_limit_event' }, { rate_limit_info: { status: 'rejected', resetsAt } }),
    )
    for (const message of recording('error-429')) played.mapper.receive(message)
    expect(played.turns[0]?.end?.error?.text).toMatch(/Try again at \d\d:\d\d, in 12 minutes\./)
  })

  test('a model that the provider does not have is named', () => {
    const provider = () => ({ ...anthropic, model: 'claude-nonesuch-9' })
    expect(replay('error-model-not-found', 1, { provider }).turns[0]?.end?.error?.text).toContain(
      'claude-nonesuch-9',
    )
  })
})
