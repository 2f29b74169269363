import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readInside, readTextInside, whyUnread } from './read-inside.ts'
import { temporaryDirectory } from './temporary-directory.test-kit.ts'

describe('reading a file of a folder that others may change', () => {
  it('gives its content and size, and undefined where there is none', async () => {
    const { folder } = folderWith('hello')
    const file = await readInside(folder, 'a.md', { maxBytes: 100 })
    expect([file?.bytes.toString(), file?.size]).toEqual(['hello', 5])
    expect(await readInside(folder, 'b.md', { maxBytes: 100 })).toBeUndefined()
  })

  it('reads the start or the end of a large one', async () => {
    const { folder } = folderWith('first second')
    expect((await readInside(folder, 'a.md', { maxBytes: 5 }))?.bytes.toString()).toBe('first')
    expect((await readInside(folder, 'a.md', { maxBytes: 6, isEnd: true }))?.bytes.toString()).toBe('second')
  })

  it('says why it did not', async () => {
    const { folder } = folderWith('')
    const error = await readInside(folder, '../b.md', { maxBytes: 1 }).catch((error: unknown) => error)
    expect(whyUnread(error, '../b.md')).toBe('../b.md leads out of the workspace, so it was not read.')
    expect(whyUnread(new Error('EIO'), 'memory/b.md')).toBe('b.md cannot be read.')
  })
})

describe('reading a small text at once', () => {
  it('gives it whole or, when it is too large, not at all', () => {
    const { folder } = folderWith('ü'.repeat(1024))
    expect(readTextInside(folder, 'a.md', { maxBytes: 2048 })?.text).toBe('ü'.repeat(1024))
    expect(() => readTextInside(folder, 'a.md', { maxBytes: 2047 })).toThrow('a.md is larger than 1 KB.')
    expect(readTextInside(folder, 'b.md', { maxBytes: 1 })).toBeUndefined()
  })

  it('gives what is known back until the file changes', () => {
    const { folder, path } = folderWith('one')
    const known = readTextInside(folder, 'a.md', { maxBytes: 100 })
    expect(readTextInside(folder, 'a.md', { maxBytes: 100, known })).toBe(known)
    writeFileSync(path, 'other')
    expect(readTextInside(folder, 'a.md', { maxBytes: 100, known })?.text).toBe('other')
  })
})

function folderWith(text: string) {
  const folder = temporaryDirectory()
  const path = join(folder, 'a.md')
  writeFileSync(path, text)
  return { folder, path }
}
