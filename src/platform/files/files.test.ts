import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { maxFileBytes } from '../../protocol/file-limits.ts'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { openDatabase } from '../store/database.ts'
import { migrations } from '../store/migrations.ts'
import { createFiles } from './files.ts'

function world() {
  const home = temporaryDirectory()
  const workspace = join(home, 'workspace')
  mkdirSync(workspace)
  const db = openDatabase(':memory:', migrations)
  const files = createFiles({ db, clock: createFakeClock(), workspace })
  return { db, files, home, workspace, folder: join(workspace, 'files') }
}
const png = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1')
const text = (name: string, bytes: string | Uint8Array = 'hello') => ({
  name,
  mediaType: 'text/plain',
  bytes: Buffer.from(bytes),
})
async function* pieces(...chunks: Uint8Array[]) {
  yield* chunks
}

test('a file is saved whole under a name with the date, for its owner alone, and has a row once it is recorded', () => {
  const { files, workspace, folder } = world()
  const file = files.save({ name: 'photo.png', mediaType: 'image/png', bytes: png })
  expect(file).toMatchObject({ name: 'photo.png', mediaType: 'image/png', size: png.length })
  expect(file.path).toMatch(/^files\/\d{4}-\d\d-\d\d-photo\.png$/)
  expect(readFileSync(join(workspace, file.path))).toEqual(png)
  expect(statSync(join(workspace, file.path)).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toHaveLength(1)
  expect(files.find(file.id)).toBeUndefined()
  files.record(file)
  expect(files.find(file.id)).toEqual(file)
})

test('a name that is taken, by a file or by a link, is never written over', () => {
  const { files, workspace, home, folder } = world()
  const first = files.save(text('a.txt', 'one'))
  const secret = join(home, 'secret')
  writeFileSync(secret, 'secret')
  symlinkSync(secret, join(workspace, first.path.replace('.txt', '-2.txt')))
  const third = files.save(text('a.txt', 'three'))
  expect(third.path).toBe(first.path.replace('.txt', '-3.txt'))
  expect(readFileSync(join(workspace, first.path), 'utf8')).toBe('one')
  expect(readFileSync(secret, 'utf8')).toBe('secret')
  files.discard(third)
  expect(readdirSync(folder)).toHaveLength(2)
})

test('nothing is saved through a link in the place of the folder, nor without a workspace', () => {
  const { files, home, workspace, folder } = world()
  const file = files.save(text('a.txt'))
  renameSync(folder, join(home, 'elsewhere'))
  symlinkSync(join(home, 'elsewhere'), folder)
  expect(() => files.save(text('b.txt'))).toThrow('not a folder any more')
  expect(() => files.discard(file)).toThrow('not a folder any more')
  expect(readdirSync(join(home, 'elsewhere'))).toHaveLength(1)
  rmSync(workspace, { recursive: true })
  expect(() => files.save(text('b.txt'))).toThrow('not ready yet')
  expect(existsSync(workspace)).toBe(false)
})

test('a file over 25 MB is refused and leaves nothing behind', async () => {
  const { files, folder } = world()
  expect(() => files.save(text('big', Buffer.alloc(maxFileBytes + 1)))).toThrow('25 MB')
  let sent = 0
  async function* endless() {
    for (; ; sent += 1024 * 1024) yield Buffer.alloc(1024 * 1024)
  }
  await expect(files.receive(text('big'), endless())).rejects.toMatchObject({ kind: 'too-large' })
  expect(sent).toBeLessThanOrEqual(maxFileBytes)
  expect(readdirSync(folder)).toEqual([])
})

test('a file that comes in pieces is the same file, and one that breaks off is none', async () => {
  const { files, workspace, folder } = world()
  const label = { name: 'a.png', mediaType: 'image/png' }
  const file = await files.receive(label, pieces(png.subarray(0, 3), png.subarray(3, 5), png.subarray(5)))
  expect(file).toMatchObject({ mediaType: 'image/png', size: png.length })
  expect(files.find(file.id)).toEqual(file)
  expect(readFileSync(join(workspace, file.path))).toEqual(png)
  async function* broken() {
    yield png
    throw new Error('gone')
  }
  await expect(files.receive(label, broken())).rejects.toThrow('gone')
  expect(readdirSync(folder)).toHaveLength(1)
  expect((await files.receive(label, pieces())).size).toBe(0)
})

test('a file whose row cannot be written goes again', async () => {
  const { files, folder, db } = world()
  db.exec('PRAGMA query_only = ON')
  await expect(files.receive(text('a.txt'), pieces(Buffer.from('x')))).rejects.toThrow()
  expect(readdirSync(folder)).toEqual([])
})

test('what a dead supervisor left half written is removed, and nothing else', () => {
  const { files, folder } = world()
  files.save(text('a.txt'))
  writeFileSync(join(folder, `.${crypto.randomUUID()}.part`), 'half')
  writeFileSync(join(folder, '.mine.part'), '')
  files.removeUnfinished()
  expect(readdirSync(folder)).toHaveLength(2)
})
