import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWithin } from './open-within.ts'
import { temporaryDirectory } from './temporary-directory.test-kit.ts'

function world() {
  const outside = temporaryDirectory()
  writeFileSync(join(outside, 'secret'), 'secret')
  const folder = join(outside, 'workspace')
  mkdirSync(join(folder, 'files'), { recursive: true })
  writeFileSync(join(folder, 'files/a ü.txt'), 'hello')
  return { outside, folder }
}

test('a file is opened by its path, also when the folder itself is reached through a link', async () => {
  const { outside, folder } = world()
  symlinkSync(folder, join(outside, 'link'))
  for (const from of [folder, join(outside, 'link')]) {
    const { handle, size } = await openWithin(from, 'files/a ü.txt')
    expect(size).toBe(5)
    expect(await handle.readFile('utf8')).toBe('hello')
    await handle.close()
  }
})

test('what is outside, a link, a folder, a pipe or nothing is not there', async () => {
  const { outside, folder } = world()
  const files = join(folder, 'files')
  symlinkSync(join(outside, 'secret'), join(files, 'link'))
  symlinkSync('a ü.txt', join(files, 'inner-link'))
  symlinkSync(outside, join(files, 'folder-link'))
  symlinkSync(join(files, 'gone'), join(files, 'broken'))
  execFileSync('mkfifo', [join(files, 'pipe')])
  const paths = [
    'link',
    'inner-link',
    'folder-link/secret',
    'broken',
    'pipe',
    'none',
    '.',
    'a ü.txt/x',
    '../../secret',
  ]
  for (const path of [...paths.map((name) => `files/${name}`), join(outside, 'secret'), '', '..'])
    await expect(openWithin(folder, path)).rejects.toMatchObject({ kind: 'not-found' })
})

test('a folder that was exchanged for a link is not followed', async () => {
  const { outside, folder } = world()
  linkSync(join(outside, 'secret'), join(outside, 'a ü.txt'))
  renameSync(join(folder, 'files'), join(folder, 'old'))
  symlinkSync(outside, join(folder, 'files'))
  await expect(openWithin(folder, 'files/a ü.txt')).rejects.toMatchObject({ kind: 'not-found' })
})
