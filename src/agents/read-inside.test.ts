import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { readInside } from './read-inside.ts'

describe('reading a file of a folder that the agent may change', () => {
  it('gives its content and size, and undefined where there is none', async () => {
    const { root } = place()
    writeFileSync(join(root, 'a.md'), 'hello')
    const file = await readInside(root, 'a.md', { maxBytes: 100 })
    expect([file?.bytes.toString(), file?.size, file?.isExecutable]).toEqual(['hello', 5, false])
    expect(await readInside(root, 'b.md', { maxBytes: 100 })).toBeUndefined()
    expect(await readInside(root, 'a.md/b', { maxBytes: 100 })).toBeUndefined()
  })

  it('reads the start or the end of a large one', async () => {
    const { root } = place()
    writeFileSync(join(root, 'a.md'), 'first second')
    expect((await readInside(root, 'a.md', { maxBytes: 5 }))?.bytes.toString()).toBe('first')
    expect((await readInside(root, 'a.md', { maxBytes: 6, isEnd: true }))?.bytes.toString()).toBe('second')
  })

  it('follows a link within, and none that leads out, be it the file or a folder above it', async () => {
    const { root, outside } = place()
    writeFileSync(join(outside, 'key'), 'secret')
    writeFileSync(join(root, 'real.md'), 'mine')
    symlinkSync('real.md', join(root, 'link.md'))
    symlinkSync(join(outside, 'key'), join(root, 'out.md'))
    symlinkSync(outside, join(root, 'folder'))
    expect((await readInside(root, 'link.md', { maxBytes: 100 }))?.bytes.toString()).toBe('mine')
    for (const path of ['out.md', 'folder/key', '../outside/key'])
      await expect(readInside(root, path, { maxBytes: 100 })).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('refuses folders and pipes without waiting for a writer', async () => {
    const { root } = place()
    mkdirSync(join(root, 'folder'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    for (const path of ['folder', 'pipe'])
      await expect(readInside(root, path, { maxBytes: 100 })).rejects.toMatchObject({ kind: 'invalid' })
  })
})

function place() {
  const folder = temporaryDirectory()
  const root = join(folder, 'workspace')
  const outside = join(folder, 'outside')
  mkdirSync(root)
  mkdirSync(outside)
  return { root, outside }
}
