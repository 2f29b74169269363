import { describe, expect, it } from 'vitest'
import { addressOf, appContextOf, type Facts, isOnlyLocal, stepAction } from './app-context.ts'

const facts: Facts = {
  system: {
    status: 'ok',
    version: '1.0.0',
    nodeVersion: '24.0.0',
    pid: 1,
    startedAt: 1_000,
    address: 'http://localhost:3000',
    appAddress: 'http://localhost:3001',
    app: { name: 'Home', isReady: true, updates: 0 },
    sandbox: 'none',
    commandSandbox: 'none',
    home: '/home/owner/.bloby',
    provider: 'demo',
    changes: 2,
    disk: { freeBytes: 1, totalBytes: 2 },
    memoryBytes: 3,
    processes: [],
    problems: [],
  },
  ownerName: 'Bruno',
  devices: 1,
  hasConversation: false,
  isWorking: true,
  isAway: false,
  theme: 'dark',
  origin: 'http://localhost:3000',
}

describe('what the app is told', () => {
  it('is the agent, the machine and the owner, and nothing of the home or the versions', () => {
    const { steps, ...rest } = appContextOf(facts)
    expect(steps).toHaveLength(4)
    expect(rest).toEqual({
      ownerName: 'Bruno',
      theme: 'dark',
      agent: { isWorking: true, isAway: false, provider: 'demo', changes: 2 },
      machine: {
        address: 'http://localhost:3000',
        startedAt: 1_000,
        devices: 1,
        disk: { freeBytes: 1, totalBytes: 2 },
      },
    })
  })

  it('offers a button only for the steps that are left', () => {
    const done = {
      ...facts,
      devices: 2,
      hasConversation: true,
      system: { ...facts.system, provider: 'anthropic' },
    }
    const open = (of: Facts) => appContextOf(of).steps.flatMap((step) => (step.action ? [step.id] : []))
    expect(open(facts)).toEqual(['purpose', 'provider', 'phone'])
    expect(open(done)).toEqual([])
    expect(appContextOf(done).steps.every((step) => step.isDone)).toBe(true)
  })

  it('knows what a step does, and nothing for a step that is not ours', () => {
    expect(stepAction(facts, 'provider')).toEqual({ show: 'provider' })
    expect(stepAction(facts, 'phone')).toEqual({ show: 'phone' })
    expect(stepAction(facts, 'machine')).toBeUndefined()
    expect(stepAction(facts, 'constructor')).toBeUndefined()
  })

  it('gives the address that works from other devices, when there is one', () => {
    expect(addressOf(facts)).toBe('http://localhost:3000')
    expect(addressOf({ ...facts, origin: 'https://bruno.example.com' })).toBe('https://bruno.example.com')
    expect(addressOf({ ...facts, system: { ...facts.system, address: 'http://192.168.1.7:3000' } })).toBe(
      'http://192.168.1.7:3000',
    )
  })

  it.each([
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['http://0.0.0.0:3000', true],
    ['http://127.9:3000', true],
    ['http://[::ffff:127.0.0.1]:3000', true],
    ['http://app.localhost.:3000', true],
    ['http://192.168.1.7:3000', false],
    ['https://localhost.example.com', false],
  ])('says of %s that it is only local: %s', (address, isLocal) => {
    expect(isOnlyLocal(address)).toBe(isLocal)
  })
})
