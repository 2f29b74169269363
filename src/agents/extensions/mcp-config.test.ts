import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type McpServer, parseServers, pointsInto, startIn, trustItemOf } from './mcp-config.ts'

describe('entries of MCP.json', () => {
  it('gives good ones and names each that is wrong', () => {
    const { servers, faults } = parseServers({
      mcpServers: {
        a: { command: 'npx', args: ['-y', 'a'], env: { KEY: '1' } },
        b: { type: 'sse', url: 'https://example.org/sse', headers: { Authorization: 'x' } },
        c: { url: 'https://example.org/mcp' },
        noCommand: { args: [] },
        helper: { type: 'http', url: 'https://example.org', headersHelper: 'touch x' },
        file: { type: 'http', url: 'file:///etc/passwd' },
        'with space': { command: 'x' },
        un__der: { command: 'x' },
        text: 'x',
      },
    })
    expect([...servers.keys()]).toEqual(['a', 'b', 'c'])
    expect(servers.get('c')).toEqual({ type: 'http', url: 'https://example.org/mcp' })
    expect(faults.slice(0, 2)).toEqual([
      '“noCommand”: “command” is missing.',
      '“helper”: “headersHelper” is not known here.',
    ])
    expect(faults.map((fault) => fault.split('”')[0])).toEqual(
      ['noCommand', 'helper', 'file', 'with space', 'un__der', 'text'].map((name) => `“${name}`),
    )
  })

  it('says what the file must be when it is something else', () => {
    expect(parseServers([]).faults).toEqual(['It must be {"mcpServers": {"NAME": {…}}}.'])
    expect(parseServers({ mcpServers: [] }).servers.size).toBe(0)
  })
})

describe('what the owner is asked', () => {
  const server: McpServer = {
    command: 'npx',
    args: ['-y', 'weather mcp'],
    env: { NODE_OPTIONS: '--require=/tmp/x' },
  }

  it('shows the whole command and its variables', () => {
    const { title, detail } = trustItemOf('weather', server)
    expect(title).toBe('Use the MCP server “weather”?')
    expect(detail).toContain("npx -y 'weather mcp'")
    expect(detail).toContain('NODE_OPTIONS=--require=/tmp/x')
  })

  it('shows what would be invisible', () => {
    const { detail } = trustItemOf('a', { command: 'npx', args: ['good\u202Ebad\u200B'] })
    expect(detail).toContain('good\\u{202e}bad\\u{200b}')
  })

  it('is another thing when anything of it changes, and the same in another order', () => {
    const { hash } = trustItemOf('a', server)
    expect(
      trustItemOf('a', {
        env: { NODE_OPTIONS: '--require=/tmp/x' },
        args: ['-y', 'weather mcp'],
        command: 'npx',
      }).hash,
    ).toBe(hash)
    for (const other of [
      trustItemOf('b', server),
      trustItemOf('a', { ...server, args: ['-y', 'weather', 'mcp'] }),
      trustItemOf('a', { ...server, env: { NODE_OPTIONS: '--require=/tmp/y' } }),
      trustItemOf('a', server, 'other content'),
    ])
      expect(other.hash).not.toBe(hash)
  })
})

describe('a server that points into the workspace', () => {
  const folder = temporaryFolder()

  it.each([
    { command: 'node', args: [join(folder.workspace, 'server.js')] },
    { command: join(folder.workspace, 'server.js') },
    { command: 'node', args: ['../workspace/server.js'] },
    { command: 'node', args: ['link/server.js'] },
    { command: 'sh', args: ['-c', `cd ${folder.workspace} && node server.js`] },
    { command: 'node', args: ['x.js'], env: { NODE_OPTIONS: `--require=${folder.workspace}/x.js` } },
  ])('is found: %j', (server) => {
    expect(pointsInto(folder.workspace, server, folder.cwd)).toBe(true)
  })

  it.each([
    { command: 'npx', args: ['-y', 'weather', 'client'] },
    { command: 'node', args: ['/opt/server.js'] },
    { type: 'http' as const, url: 'https://example.org/workspace' },
  ])('is not: %j', (server) => {
    expect(pointsInto(folder.workspace, server, folder.cwd)).toBe(false)
  })
})

it('starts a program in a folder of its own, with its words as they are', () => {
  const server = { command: 'npx', args: ['-y', 'a b'], env: { KEY: '1' } }
  expect(startIn('/home/servers', server, 'linux')).toEqual({
    command: '/bin/sh',
    args: ['-c', 'cd -- "$0" && exec "$@"', '/home/servers', 'npx', '-y', 'a b'],
    env: { KEY: '1' },
  })
  expect(startIn('/home/servers', server, 'win32')).toBe(server)
})

function temporaryFolder() {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'bloby-test-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const workspace = join(root, 'workspace')
  const cwd = join(root, 'servers')
  mkdirSync(workspace)
  mkdirSync(cwd)
  writeFileSync(join(workspace, 'server.js'), '')
  symlinkSync(workspace, join(cwd, 'link'))
  return { workspace, cwd }
}
