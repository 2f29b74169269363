import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorBody } from '../../protocol/api.ts'
import { maxMemoryBytes, memoryAnswer, memoryFileAnswer } from '../../protocol/memory-files.ts'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
let workspace: string
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
  workspace = join(platform.home, 'workspace')
  mkdirSync(join(workspace, 'memory'))
})
afterEach(() => platform.close())

const put = (name: string, text: string) => writeFileSync(join(workspace, name), text)
const onDisk = (name: string) => readFileSync(join(workspace, name), 'utf8')
const send = (method: string, name = '', body?: unknown) =>
  platform.send(method, `/api/memory${name && `/${encodeURIComponent(name)}`}`, body, { session })
const list = async () => v.parse(memoryAnswer, await (await send('GET')).json())
const read = async (name: string) => v.parse(memoryFileAnswer, await (await send('GET', name)).json())
async function codeOf(answer: Promise<Response>) {
  return v.parse(errorBody, await (await answer).json()).error.code
}

describe('the memory’s files', () => {
  it('are listed with what can be changed first and the newest note on top, and nothing else', async () => {
    put('MEMORY.md', '- tea')
    put('memory/2026-11-20.md', 'a')
    put('memory/2026-11-21.md', 'b')
    put('memory/README.md', 'no note')
    put('.env', 'SECRET=1')
    const { files, notes, olderNotes } = await list()
    expect(files).toMatchObject([
      { name: 'MYSELF.md', isEditable: true, changedAt: 0, sizeBytes: 0 },
      { name: 'MYHUMAN.md' },
      { name: 'MEMORY.md', sizeBytes: 5 },
    ])
    expect(files[2]?.changedAt).toBeGreaterThan(0)
    expect(notes.map(({ name, isEditable }) => [name, isEditable])).toEqual([
      ['2026-11-21.md', false],
      ['2026-11-20.md', false],
    ])
    expect(olderNotes).toBe(0)
  })

  it('are read, and one that is not there yet is empty', async () => {
    put('MYHUMAN.md', '# Ada\n')
    put('memory/2026-11-21.md', 'rain')
    expect(await read('MYHUMAN.md')).toMatchObject({ text: '# Ada\n', isEditable: true })
    expect(await read('2026-11-21.md')).toMatchObject({ text: 'rain', isEditable: false })
    expect(await read('MYSELF.md')).toMatchObject({ text: '', version: '', changedAt: 0 })
    expect(await codeOf(send('GET', '2026-11-22.md'))).toBe('not-found')
  })

  it('are changed whole, keep their permissions, and leave nothing beside them', async () => {
    put('MEMORY.md', 'old')
    chmodSync(join(workspace, 'MEMORY.md'), 0o640)
    const { version } = await read('MEMORY.md')
    const saved = v.parse(
      memoryFileAnswer,
      await (await send('PUT', 'MEMORY.md', { text: 'new ✓', version })).json(),
    )
    expect(saved.text).toBe('new ✓')
    expect(saved.version).not.toBe(version)
    expect(onDisk('MEMORY.md')).toBe('new ✓')
    expect(statSync(join(workspace, 'MEMORY.md')).mode & 0o777).toBe(0o640)
    expect((await send('PUT', 'MYSELF.md', { text: 'I am new', version: '' })).status).toBe(200)
    expect(readdirSync(workspace).sort()).toEqual(['MEMORY.md', 'MYSELF.md', 'memory'])
  })

  it('are not written over what the agent wrote meanwhile', async () => {
    put('MEMORY.md', 'old')
    const { version } = await read('MEMORY.md')
    put('MEMORY.md', 'the agent’s')
    expect(await codeOf(send('PUT', 'MEMORY.md', { text: 'mine', version }))).toBe('conflict')
    expect(await codeOf(send('PUT', 'MEMORY.md', { text: 'mine', version: '' }))).toBe('conflict')
    expect(onDisk('MEMORY.md')).toBe('the agent’s')
    const now = await read('MEMORY.md')
    expect((await send('PUT', 'MEMORY.md', { text: 'both', version: now.version })).status).toBe(200)
  })

  it('are these alone, by whatever name another one is asked for', async () => {
    put('.env', 'SECRET=1')
    writeFileSync(join(platform.home, 'secrets.json'), '{}')
    for (const name of [
      '.env',
      '../secrets.json',
      'memory/2026-11-21.md',
      '../2026-11-21.md',
      'PULSE.json',
      'x.md',
    ]) {
      expect(await codeOf(send('GET', name))).toBe('not-found')
      expect(await codeOf(send('PUT', name, { text: 'x', version: '' }))).toBe('not-found')
    }
    put('memory/2026-11-21.md', 'mine')
    expect(await codeOf(send('PUT', '2026-11-21.md', { text: 'x', version: '' }))).toBe('forbidden')
    expect(onDisk('memory/2026-11-21.md')).toBe('mine')
  })

  it('lead out of the workspace through no link, and are not written through one', async () => {
    writeFileSync(join(platform.home, 'outside'), 'secret')
    symlinkSync('../outside', join(workspace, 'MEMORY.md'))
    symlinkSync('../../outside', join(workspace, 'memory', '2026-11-21.md'))
    expect(await codeOf(send('GET', 'MEMORY.md'))).toBe('forbidden')
    expect(await codeOf(send('GET', '2026-11-21.md'))).toBe('forbidden')
    for (const version of ['', 'x'])
      expect(await codeOf(send('PUT', 'MEMORY.md', { text: 'x', version }))).toBe('forbidden')
    expect(readFileSync(join(platform.home, 'outside'), 'utf8')).toBe('secret')
    symlinkSync('memory/README.md', join(workspace, 'MYSELF.md'))
    put('memory/README.md', 'inside')
    expect(await read('MYSELF.md')).toMatchObject({ text: 'inside' })
    expect(await codeOf(send('PUT', 'MYSELF.md', { text: 'x', version: '' }))).toBe('forbidden')
  })

  it('wait for the workspace: its folder is not made by writing into it', async () => {
    rmSync(workspace, { recursive: true })
    expect(await codeOf(send('PUT', 'MEMORY.md', { text: 'x', version: '' }))).toBe('unavailable')
    expect(readdirSync(platform.home)).not.toContain('workspace')
    expect((await list()).notes).toEqual([])
  })

  it('may have 256 KB, counted in bytes', async () => {
    const most = 'é'.repeat(maxMemoryBytes / 2)
    expect((await send('PUT', 'MEMORY.md', { text: most, version: '' })).status).toBe(200)
    const { version } = await read('MEMORY.md')
    expect(await codeOf(send('PUT', 'MEMORY.md', { text: `${most}x`, version }))).toBe('invalid')
    expect(await codeOf(send('PUT', 'MEMORY.md', { text: 1, version }))).toBe('invalid')
    put('MEMORY.md', 'x'.repeat(3 * maxMemoryBytes))
    expect(await codeOf(send('GET', 'MEMORY.md'))).toBe('too-large')
  })
})
