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

describe('drafts', () => {
  it('keep a text for each conversation across a reload', () => {
    const storage = memoryStorage()
    const drafts = createDrafts(() => storage)
    drafts.write({ id: 'a', isNew: false }, 'for a')
    drafts.write({ id: 'b', isNew: false }, 'for b')
    drafts.write({ id: 'b', isNew: false }, '')
    const reloaded = createDrafts(() => storage)
    expect(reloaded.read({ id: 'a', isNew: false })).toBe('for a')
    expect(reloaded.read({ id: 'b', isNew: false })).toBe('')
    expect([...storage.items.keys()]).toEqual(['bloby_draft:a'])
  })

  it('keep the text of a conversation that was never sent, whatever its id after a reload', () => {
    const storage = memoryStorage()
    createDrafts(() => storage).write({ id: 'made-here', isNew: true }, 'begun')
    expect(createDrafts(() => storage).read({ id: 'made-later', isNew: true })).toBe('begun')
  })

  it('work in a browser that refuses storage', () => {
    const drafts = createDrafts(() => {
      throw new Error('refused')
    })
    drafts.write({ id: 'a', isNew: false }, 'text')
    expect(drafts.read({ id: 'a', isNew: false })).toBe('text')
    expect(drafts.read({ id: 'b', isNew: false })).toBe('')
  })
})
