import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openInside, withFileInside } from './open-inside.ts'
import { temporaryDirectory } from './temporary-directory.test-kit.ts'

describe('opening a file of a folder that others may change', () => {
  it('gives the file by its path, also when the folder itself is reached through a link', async () => {
    const { outside, folder } = world()
    symlinkSync(folder, join(outside, 'link'))
    for (const from of [folder, join(outside, 'link')]) {
      const file = await openInside(from, 'files/a ü.txt')
      expect([file?.size, file?.isExecutable]).toEqual([5, false])
      expect(await file?.handle.readFile('utf8')).toBe('hello')
      await file?.handle.close()
    }
  })

  it('gives undefined where there is none', async () => {
    const { folder } = world()
    for (const path of ['files/none', 'none/none', 'files/a ü.txt/x'])
      expect(await openInside(folder, path)).toBeUndefined()
    expect(await openInside(join(folder, 'none'), 'a')).toBeUndefined()
  })

  it('refuses every link when links are not followed', async () => {
    const { outside, folder } = world()
    symlinkSync('a ü.txt', join(folder, 'files/inner-link'))
    symlinkSync('files', join(folder, 'inner-folder'))
    symlinkSync(join(outside, 'secret'), join(folder, 'files/link'))
    symlinkSync(outside, join(folder, 'files/folder-link'))
    symlinkSync('gone', join(folder, 'files/broken'))
    const paths = ['inner-link', 'link', 'folder-link/secret', 'broken'].map((name) => `files/${name}`)
    for (const path of [...paths, 'inner-folder/a ü.txt'])
      await expect(openInside(folder, path)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('follows links within when it may, and none that leads out, be it the file or a folder above it', async () => {
    const { outside, folder } = world()
    symlinkSync('a ü.txt', join(folder, 'files/link'))
    symlinkSync('files', join(folder, 'inner-folder'))
    symlinkSync(join(outside, 'secret'), join(folder, 'out'))
    symlinkSync(outside, join(folder, 'folder'))
    for (const path of ['files/link', 'inner-folder/link']) {
      const file = await openInside(folder, path, { followsLinks: true })
      expect(file?.realPath.endsWith('files/a ü.txt')).toBe(true)
      await file?.handle.close()
    }
    for (const path of ['out', 'folder/secret'])
      await expect(openInside(folder, path, { followsLinks: true })).rejects.toMatchObject({
        kind: 'forbidden',
        message: `${path} leads out of the workspace, so it was not read.`,
      })
  })

  it('refuses a path that is outside by itself, whatever is there', async () => {
    const { outside, folder } = world()
    for (const path of ['../secret', '../none', '..', join(outside, 'secret')])
      for (const followsLinks of [false, true])
        await expect(openInside(folder, path, { followsLinks })).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('refuses folders and pipes without waiting for a writer', async () => {
    const { folder } = world()
    execFileSync('mkfifo', [join(folder, 'pipe')])
    for (const path of ['files', 'pipe', '', '.'])
      await expect(openInside(folder, path)).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('does not follow a link that a folder was exchanged for', async () => {
    const { outside, folder } = world()
    linkSync(join(outside, 'secret'), join(outside, 'a ü.txt'))
    renameSync(join(folder, 'files'), join(folder, 'old'))
    symlinkSync(outside, join(folder, 'files'))
    for (const followsLinks of [false, true])
      await expect(openInside(folder, 'files/a ü.txt', { followsLinks })).rejects.toMatchObject({
        kind: 'forbidden',
      })
  })

  it('does the same at once', () => {
    const { outside, folder } = world()
    symlinkSync(join(outside, 'secret'), join(folder, 'out'))
    expect(withFileInside(folder, 'files/a ü.txt', {}, (_, { size }) => size)).toBe(5)
    expect(withFileInside(folder, 'none', {}, () => 1)).toBeUndefined()
    for (const followsLinks of [false, true])
      expect(() => withFileInside(folder, 'out', { followsLinks }, () => 1)).toThrow(/so it was not read/)
  })

  it('knows a changed file by its stamp', () => {
    const { folder } = world()
    const stamp = () => withFileInside(folder, 'files/a ü.txt', {}, (_, state) => state.stamp)
    const first = stamp()
    expect(stamp()).toBe(first)
    rmSync(join(folder, 'files/a ü.txt'))
    writeFileSync(join(folder, 'files/a ü.txt'), 'hello!')
    expect(stamp()).not.toBe(first)
  })
})

function world() {
  const outside = temporaryDirectory()
  writeFileSync(join(outside, 'secret'), 'secret')
  const folder = join(outside, 'workspace')
  mkdirSync(join(folder, 'files'), { recursive: true })
  writeFileSync(join(folder, 'files/a ü.txt'), 'hello')
  return { outside, folder }
}
