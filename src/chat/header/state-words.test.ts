import { describe, expect, it } from 'vitest'
import { stateWords } from './state-words.ts'

const calm = { unsent: 0, isWorking: false, needsOwner: false }

describe('stateWords', () => {
  it('says how the agent is while there is a connection', () => {
    const online = { connection: { kind: 'online' }, ...calm } as const
    expect(stateWords(online)).toBe('Ready')
    expect(stateWords({ ...online, isWorking: true })).toBe('Working')
    expect(stateWords({ ...online, isWorking: true, needsOwner: true })).toBe('Needs your answer')
  })

  it('says how the connection is otherwise, and what waits for it', () => {
    const offline = (failures: number) => ({ kind: 'offline', failures, retryAt: 0 }) as const
    expect(stateWords({ connection: { kind: 'connecting', failures: 0 }, ...calm })).toBe('Connecting…')
    expect(stateWords({ connection: offline(1), ...calm })).toBe('Reconnecting…')
    expect(stateWords({ connection: offline(3), ...calm })).toBe('Offline')
    expect(stateWords({ connection: offline(1), ...calm, unsent: 2 })).toBe('Offline · 2 unsent')
  })
})
