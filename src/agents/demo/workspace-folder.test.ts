import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createWorkspaceFolder, failureInWords } from './workspace-folder.ts'

async function setUp() {
  const root = temporaryDirectory()
  const dir = join(root, 'workspace')
  await mkdir(join(root, 'outside'), { recursive: true })
  await mkdir(dir)
  await writeFile(join(root, 'outside/secret'), 'secret')
  return { root, dir, folder: createWorkspaceFolder(dir) }
}

test('files are written whole, with the folders above them, and keep their mode', async () => {
  const { dir, folder } = await setUp()
  expect(await folder.read('a/b.txt')).toBeNull()
  await folder.write('a/b.txt', 'one')
  await writeFile(join(dir, 'run.sh'), '', { mode: 0o755 })
  await folder.write('run.sh', 'two')
  expect(await folder.read('a/b.txt')).toBe('one')
  expect((await stat(join(dir, 'run.sh'))).mode & 0o777).toBe(0o755)
  expect((await readdir(dir, { recursive: true })).sort()).toEqual(['a', 'a/b.txt', 'run.sh'])
  await folder.remove('a/b.txt')
  await folder.remove('a/b.txt')
  expect(await folder.read('a/b.txt')).toBeNull()
})

test('links within the workspace are followed', async () => {
  const { dir, folder } = await setUp()
  await folder.write('real.txt', 'one')
  await symlink('real.txt', join(dir, 'link.txt'))
  await folder.write('link.txt', 'two')
  expect(await readFile(join(dir, 'real.txt'), 'utf8')).toBe('two')
})

test('nothing outside is read, written or removed, whatever the path', async () => {
  const { root, dir, folder } = await setUp()
  await symlink('../outside', join(dir, 'folder'))
  await symlink('../outside/secret', join(dir, 'file'))
  await symlink('../outside/new', join(dir, 'nowhere'))
  await symlink('loop', join(dir, 'loop'))
  for (const path of [
    '../outside/secret',
    '/etc/passwd',
    '.',
    '',
    '..',
    'folder/secret',
    'folder/x/y',
    'file',
    'nowhere',
    join(root, 'outside/secret'),
  ]) {
    const refused = { kind: 'forbidden' }
    await expect(folder.read(path), path).rejects.toMatchObject(refused)
    await expect(folder.write(path, 'x'), path).rejects.toMatchObject(refused)
    await expect(folder.remove(path), path).rejects.toMatchObject(refused)
  }
  await expect(folder.read('loop')).rejects.toThrow()
  expect(await readFile(join(root, 'outside/secret'), 'utf8')).toBe('secret')
  expect(await readdir(join(root, 'outside'))).toEqual(['secret'])
})

test.each([
  ['EACCES', 'unavailable', 'permissions'],
  ['EROFS', 'unavailable', 'permissions'],
  ['ENOSPC', 'unavailable', 'disk is full'],
  ['EISDIR', 'conflict', 'not a file'],
])('%s is told in words', (code, kind, words) => {
  const error = Object.assign(new Error('raw'), { code })
  expect(failureInWords(error, 'app.json', 'written')).toMatchObject({
    kind,
    message: expect.stringContaining(words),
    cause: error,
  })
})

test('other errors are left as they are', () => {
  const error = new Error('a bug')
  expect(failureInWords(error, 'app.json', 'read')).toBe(error)
})
