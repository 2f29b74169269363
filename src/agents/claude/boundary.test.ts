import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createBoundary } from './boundary.ts'

function world(options: { hasSandbox?: boolean; hosts?: string[] } = {}) {
  const root = realpathSync(temporaryDirectory())
  const homeFolder = join(root, 'owner')
  const home = join(homeFolder, '.bloby')
  const workspaceDir = join(home, 'workspace')
  const temporary = join(home, 'engines', 'tmp')
  for (const folder of [workspaceDir, temporary, join(homeFolder, '.ssh'), join(homeFolder, 'Documents')])
    mkdirSync(folder, { recursive: true })
  writeFileSync(join(home, 'memory.db'), '')
  writeFileSync(join(homeFolder, '.ssh', 'id_ed25519'), '')
  const boundary = createBoundary({
    workspaceDir,
    home,
    homeFolder,
    readable: [temporary],
    networkHosts: () => options.hosts ?? [],
    hasSandbox: options.hasSandbox ?? true,
  })
  const decide = (
    tool: string,
    input: Record<string, unknown>,
    access: 'workspace' | 'computer' = 'workspace',
  ) => boundary.judge(tool, input, access).decision
  return { root, homeFolder, home, workspaceDir, temporary, boundary, decide }
}

test('everything in the workspace is free, by relative and absolute paths', () => {
  const { decide, workspaceDir } = world()
  expect(decide('Read', { file_path: join(workspaceDir, 'a.md') })).toBe('allow')
  expect(decide('Write', { file_path: join(workspaceDir, 'new/deep/file.ts') })).toBe('allow')
  expect(decide('Edit', { file_path: 'client/src/app.tsx' })).toBe('allow')
  expect(decide('Grep', { pattern: 'x' })).toBe('allow')
  expect(decide('Glob', { pattern: '**/*.ts' })).toBe('allow')
  expect(decide('Bash', { command: 'ls' })).toBe('allow')
})

test('what is outside needs an approval, each place for itself', () => {
  const { boundary, homeFolder, decide } = world()
  const file = join(homeFolder, 'Documents', 'letter.txt')
  expect(boundary.judge('Read', { file_path: file }, 'workspace')).toEqual({
    decision: 'ask',
    title: 'Read letter.txt outside the workspace?',
    detail: file,
    always: 'Bloby may read exactly this path again in this conversation without asking.',
    subject: `read ${file}`,
  })
  expect(decide('Write', { file_path: '/etc/cron.d/x' })).toBe('ask')
  expect(decide('Grep', { pattern: 'x', path: '/srv' })).toBe('ask')
  expect(decide('Glob', { pattern: '/etc/*' })).toBe('ask')
  expect(decide('Glob', { pattern: '../../*' })).toBe('deny')
  expect(decide('Grep', { pattern: 'x', glob: '{a,../..}/*' })).toBe('deny')
  expect(decide('NotebookEdit', { notebook_path: '/srv/a.ipynb' })).toBe('ask')
})

test('what holds secrets is closed, whatever way leads there', () => {
  const { decide, home, homeFolder, workspaceDir } = world()
  for (const path of [
    join(home, 'memory.db'),
    join(home, 'secrets.json'),
    join(workspaceDir, '..', 'memory.db'),
    '~/.ssh/id_ed25519',
    join(homeFolder, '.ssh', 'id_ed25519'),
    join(homeFolder, '.aws', 'credentials'),
    join(homeFolder, '.mozilla', 'firefox', 'x', 'logins.json'),
    '/proc/self/environ',
    '/etc/shadow',
  ]) {
    expect(decide('Read', { file_path: path }), path).toBe('deny')
    expect(decide('Write', { file_path: path }), path).toBe('deny')
  }
  expect(decide('Grep', { pattern: 'key', path: home })).toBe('deny')
})

test('a search of contents does not pass through what holds secrets, even allowed', () => {
  const { decide, homeFolder } = world()
  for (const path of ['/', homeFolder, '~', ` ${homeFolder} `])
    expect(decide('Grep', { pattern: 'key', path }), path).toBe('deny')
  expect(decide('Grep', { pattern: 'key', path: join(homeFolder, 'Documents') })).toBe('ask')
  expect(decide('Grep', { pattern: 'key', path: homeFolder }, 'computer')).toBe('deny')
})

test('white space around a path, and a folder that a command went to, deceive nobody', () => {
  const { boundary, decide, homeFolder, workspaceDir } = world()
  expect(decide('Grep', { pattern: 'key', path: ` ${join(homeFolder, '.ssh')}` })).toBe('deny')
  expect(decide('Glob', { pattern: '*', path: `\t${join(homeFolder, 'Documents')}` })).toBe('ask')
  mkdirSync(join(workspaceDir, 'sub'))
  symlinkSync(join(homeFolder, '.ssh'), join(workspaceDir, 'sub', 'way'))
  const pinned = boundary.pin('Grep', { pattern: 'key', path: 'way' }, join(workspaceDir, 'sub'))
  expect(pinned).toEqual({ pattern: 'key', path: join(workspaceDir, 'sub', 'way') })
  expect(decide('Grep', pinned)).toBe('deny')
  expect(boundary.pin('Glob', { pattern: '*' }, '/srv')).toEqual({ pattern: '*', path: '/srv' })
})

test('a pattern leads nowhere that its folder does not, also where the folder was asked for', () => {
  const { boundary, decide, homeFolder } = world()
  expect(decide('Glob', { pattern: `${homeFolder}/.ssh/*`, path: '/srv' })).toBe('deny')
  expect(decide('Glob', { pattern: '../*', path: '/srv' })).toBe('deny')
  expect(boundary.judge('Glob', { pattern: '/opt/*', path: '/srv' }, 'workspace')).toMatchObject({
    subject: 'read /opt',
  })
})

test('what is asked shows what is invisible, on a line of its own each', () => {
  const { boundary } = world()
  const path = '/srv/a\nwhich leads to /work\u202e'
  expect(boundary.judge('Write', { file_path: `${path}/x` }, 'workspace')).toMatchObject({
    detail: '/srv/a\\u{a}which leads to /work\\u{202e}/x',
  })
})

test('links are judged by where they lead, also those that lead to nothing yet', () => {
  const { decide, home, homeFolder, workspaceDir } = world()
  symlinkSync(join(homeFolder, '.ssh'), join(workspaceDir, 'keys'))
  symlinkSync(join(home, 'memory.db'), join(workspaceDir, 'db'))
  symlinkSync('/srv/not-there', join(workspaceDir, 'new'))
  symlinkSync(join(homeFolder, 'Documents'), join(workspaceDir, 'documents'))
  symlinkSync('a.md', join(workspaceDir, 'inside'))
  symlinkSync('circle', join(workspaceDir, 'circle'))
  expect(decide('Read', { file_path: join(workspaceDir, 'keys', 'id_ed25519') })).toBe('deny')
  expect(decide('Write', { file_path: join(workspaceDir, 'keys', 'authorized_keys') })).toBe('deny')
  expect(decide('Read', { file_path: join(workspaceDir, 'db') })).toBe('deny')
  expect(decide('Write', { file_path: join(workspaceDir, 'new') })).toBe('ask')
  expect(decide('Write', { file_path: join(workspaceDir, 'documents', 'x') })).toBe('ask')
  expect(decide('Write', { file_path: join(workspaceDir, 'inside') })).toBe('allow')
  expect(decide('Read', { file_path: join(workspaceDir, 'circle') })).toBe('deny')
  expect(decide('Read', { file_path: join(workspaceDir, 'nul\0') })).toBe('deny')
})

test('what the engine put by of long outputs can be read, not written', () => {
  const { decide, temporary } = world()
  expect(decide('Read', { file_path: join(temporary, 'output.txt') })).toBe('allow')
  expect(decide('Write', { file_path: join(temporary, 'output.txt') })).toBe('deny')
})

test('hosts are asked for unless they are on the list', () => {
  const { decide, boundary } = world({ hosts: ['example.org', '*.example.com'] })
  expect(decide('WebFetch', { url: 'https://example.org/a' })).toBe('allow')
  expect(decide('WebFetch', { url: 'https://EXAMPLE.org/a' })).toBe('allow')
  expect(decide('WebFetch', { url: 'https://a.example.com' })).toBe('allow')
  expect(decide('WebFetch', { url: 'https://example.com' })).toBe('ask')
  expect(decide('WebFetch', { url: 'https://evilexample.com' })).toBe('ask')
  expect(decide('WebFetch', { url: 'https://example.org@evil.net/' })).toBe('ask')
  expect(decide('WebFetch', { url: 'nonsense' })).toBe('deny')
  expect(decide('SandboxNetworkAccess', { host: '*.com' })).toBe('deny')
  expect(boundary.judge('SandboxNetworkAccess', { host: 'evil.net' }, 'workspace')).toMatchObject({
    decision: 'ask',
    host: 'evil.net',
  })
})

test('without a sandbox every command needs an approval', () => {
  const { decide } = world({ hasSandbox: false })
  expect(decide('Bash', { command: 'ls' })).toBe('ask')
  expect(decide('Bash', { command: 'ls' }, 'computer')).toBe('allow')
})

test('computer mode asks nothing, but Bloby’s own folder stays closed to tools', () => {
  const { decide, home, homeFolder } = world()
  expect(decide('Write', { file_path: join(homeFolder, 'Documents', 'a') }, 'computer')).toBe('allow')
  expect(decide('WebFetch', { url: 'https://evil.net' }, 'computer')).toBe('allow')
  expect(decide('Read', { file_path: join(home, 'secrets.json') }, 'computer')).toBe('deny')
})
