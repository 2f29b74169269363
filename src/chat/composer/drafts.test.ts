import { describe, expect, it } from 'vitest'
import { createDrafts } from './drafts.ts'

function memoryStorage() {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
}

const createKept = (storage: ReturnType<typeof memoryStorage>, now = () => 0) =>
  createDrafts({ storage: () => storage, now })
const a = { id: 'a', isNew: false }

describe('drafts', () => {
  it('keep a text for each conversation across a reload', () => {
    const storage = memoryStorage()
    const drafts = createKept(storage)
    drafts.write(a, 'for a')
    drafts.write({ id: 'b', isNew: false }, 'for b')
    drafts.write({ id: 'b', isNew: false }, '')
    const reloaded = createKept(storage)
    expect(reloaded.read(a)).toEqual({ text: 'for a' })
    expect(reloaded.read({ id: 'b', isNew: false })).toEqual({ text: '' })
    expect([...storage.items.keys()]).toEqual(['bloby_draft:a'])
  })

  it('keep the text of a conversation that was never sent, whatever its id after a reload', () => {
    const storage = memoryStorage()
    createKept(storage).write({ id: 'made-here', isNew: true }, 'begun')
    expect(createKept(storage).read({ id: 'made-later', isNew: true }).text).toBe('begun')
  })

  it('work in a browser that refuses storage', () => {
    const drafts = createDrafts({
      storage: () => {
        throw new Error('refused')
      },
      now: () => 0,
    })
    drafts.write(a, 'text')
    expect(drafts.read(a)).toEqual({ text: 'text' })
    expect(drafts.read({ id: 'b', isNew: false })).toEqual({ text: '' })
  })

  it('take a suggestion of the app as accepted only once it can have been read', () => {
    let now = 1_000
    const drafts = createKept(memoryStorage(), () => now)
    drafts.add(a, 'Send me', 'app')
    now += 699
    expect(drafts.accept(a)).toBe(false)
    drafts.write(a, 'Send me now')
    expect(drafts.read(a)).toEqual({ text: 'Send me now', suggestedAt: 1_000 })
    now += 1
    expect(drafts.accept(a)).toBe(true)
    expect(drafts.read(a)).toEqual({ text: 'Send me now' })
    expect(drafts.accept(a)).toBe(true)
  })

  it('know a suggestion as one after a reload too, until it is accepted or taken out', () => {
    const storage = memoryStorage()
    createKept(storage).add(a, 'Send me', 'app')
    const reloaded = createKept(storage, () => 5_000)
    expect(reloaded.read(a)).toEqual({ text: 'Send me', suggestedAt: 0 })
    reloaded.accept(a)
    expect(createKept(storage).read(a)).toEqual({ text: 'Send me' })
    reloaded.add(a, 'Another', 'app')
    reloaded.write(a, '')
    expect(reloaded.read(a)).toEqual({ text: '' })
    expect(storage.items.size).toBe(0)
  })

  it('have one suggestion at a time as long as nobody touches it, after the owner’s own words', () => {
    const drafts = createKept(memoryStorage())
    drafts.write(a, 'mine')
    drafts.add(a, 'First', 'example')
    drafts.add(a, 'Second', 'example')
    expect(drafts.read(a)).toEqual({ text: 'mine\n\nSecond' })
    drafts.add(a, 'Of the app', 'app')
    drafts.add(a, 'Third', 'example')
    expect(drafts.read(a)).toEqual({ text: 'mine\n\nThird' })
    drafts.write(a, 'mine\n\nThird, changed')
    drafts.add(a, 'Fourth', 'example')
    expect(drafts.read(a).text).toBe('mine\n\nThird, changed\n\nFourth')
  })

  it('keep words that come back to the owner, whatever is suggested next', () => {
    const drafts = createKept(memoryStorage())
    drafts.add(a, 'said before', 'owner')
    drafts.add(a, 'A suggestion', 'app')
    expect(drafts.read(a).text).toBe('said before\n\nA suggestion')
  })
})
