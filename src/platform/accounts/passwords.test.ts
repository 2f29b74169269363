import { afterAll, describe, expect, it, vi } from 'vitest'
import { hashPassword, verifyPassword } from './passwords.ts'

// Each check of a password takes its time, and more on a busy computer.
vi.setConfig({ testTimeout: 60_000 })
afterAll(() => vi.resetConfig())

describe('passwords', () => {
  it('are stored as salt and hash in hex, with a new salt each time', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
    expect(first).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
    expect(second).not.toBe(first)
  })

  it('are recognised, however the keyboard composes its letters, and others are not', async () => {
    const stored = await hashPassword('Gr\u00fc\u00dfe an alle')
    expect(await verifyPassword('Gru\u0308\u00dfe an alle', stored)).toBe(true)
    expect(await verifyPassword('gr\u00fc\u00dfe an alle', stored)).toBe(false)
    expect(await verifyPassword('', stored)).toBe(false)
  })

  it('match nothing when none is stored or what is stored is damaged', async () => {
    expect(await verifyPassword('anything', undefined)).toBe(false)
    expect(await verifyPassword('anything', '')).toBe(false)
    expect(await verifyPassword('anything', 'zz')).toBe(false)
  })

  it('leave the event loop free while they are computed', async () => {
    let isDone = false
    const hash = hashPassword('correct horse').then(() => {
      isDone = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isDone).toBe(false)
    await hash
  })
})
