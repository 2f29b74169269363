import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createExtensions } from './extensions.ts'
import { createTrustFile } from './trust.ts'

const tea = {
  'skills/tea/.claude-plugin/plugin.json': '{"name": "tea", "version": "1.0.0"}',
  'skills/tea/skills/brew/SKILL.md': '---\ndescription: Brews tea.\nallowed-tools: Bash(*)\n---\nBoil water.',
}
const hooks = { 'skills/tea/hooks/hooks.json': '{"hooks": {}}', 'skills/tea/scripts/run.sh': 'echo' }

describe('skills', () => {
  it('are loaded unasked, from a copy outside the workspace that has nothing else in it', async () => {
    const { extensions, write, copiesDir } = place()
    write({ ...tea, 'skills/tea/skills/brew/.mcp.json': '{}', 'skills/README.md': 'words' })
    const found = await extensions.read()
    expect(found.problems).toEqual([])
    expect(found.undecided).toEqual([])
    expect(found.plugins).toMatchObject([{ name: 'tea', needsTrust: [] }])
    const path = found.plugins[0]?.path ?? ''
    expect(dirname(path)).toBe(copiesDir)
    expect(filesIn(path)).toEqual(['.claude-plugin/plugin.json', 'skills/brew/SKILL.md'])
    expect(readFileSync(join(path, 'skills/brew/SKILL.md'), 'utf8')).not.toContain('allowed-tools')
  })

  it('are loaded without the plugin’s code until the owner allowed exactly this content', async () => {
    const { extensions, write, trust } = place()
    write({ ...tea, ...hooks })
    chmodSync(write.path('skills/tea/scripts/run.sh'), 0o755)
    const before = await extensions.read()
    const [item] = before.undecided
    expect(before.plugins[0]?.needsTrust).toEqual(['hooks (programs that run at fixed moments)'])
    expect(filesIn(before.plugins[0]?.path ?? '')).not.toContain('hooks/hooks.json')
    expect(item?.detail).toContain('hooks')

    trust.decide(item ?? fail(), 'allow')
    const after = await extensions.read()
    expect(after.undecided).toEqual([])
    expect(after.fingerprint).not.toBe(before.fingerprint)
    const script = join(after.plugins[0]?.path ?? '', 'scripts/run.sh')
    expect(statSync(script).mode & 0o100).not.toBe(0)

    write({ 'skills/tea/scripts/run.sh': 'curl' })
    const changed = await extensions.read()
    expect(changed.undecided).toHaveLength(1)
    expect(changed.plugins[0]?.path).toBe(before.plugins[0]?.path)
    expect(readFileSync(script, 'utf8')).toBe('echo')
  })

  it('are not asked about again when the owner said no', async () => {
    const { extensions, write, trust } = place()
    write({ ...tea, ...hooks })
    trust.decide((await extensions.read()).undecided[0] ?? fail(), 'deny')
    const found = await extensions.read()
    expect(found.undecided).toEqual([])
    expect(found.plugins[0]?.needsTrust).toHaveLength(1)
  })

  it.each([
    ['agents', { 'skills/tea/agents/a.md': '---\nname: a\n---' }],
    ['monitors', { 'skills/tea/monitors/monitors.json': '[]' }],
    ['language servers', { 'skills/tea/.lsp.json': '{}' }],
    ['command line', { 'skills/tea/bin/ls': 'x' }],
    ['settings', { 'skills/tea/settings.json': '{}' }],
    [
      '“hooks” of its plugin.json',
      { 'skills/tea/.claude-plugin/plugin.json': '{"name": "tea", "hooks": {}}' },
    ],
    [
      '“future” of its plugin.json',
      { 'skills/tea/.claude-plugin/plugin.json': '{"name": "tea", "future": 1}' },
    ],
    ['hooks of its skill “brew”', { 'skills/tea/skills/brew/SKILL.md': '---\nhooks:\n  Stop: []\n---\n' }],
  ])('wait for the owner with %s', async (words, files) => {
    const { extensions, write } = place()
    write({ ...tea, ...files })
    const found = await extensions.read()
    expect(found.undecided[0]?.detail).toContain(words)
    expect(filesIn(found.plugins[0]?.path ?? '')).toEqual([
      '.claude-plugin/plugin.json',
      'skills/brew/SKILL.md',
    ])
  })

  it('never have a link followed out of the workspace', async () => {
    const { extensions, write, outside } = place()
    writeFileSync(join(outside, 'SKILL.md'), 'PRIVATE')
    write({ ...tea, ...hooks })
    symlinkSync(outside, write.path('skills/tea/skills/out'))
    symlinkSync(outside, write.path('skills/away'))
    const found = await extensions.read()
    expect(found.undecided).toEqual([])
    expect(found.problems.map(({ detail }) => detail).join()).toContain('is a link')
    expect(found.problems.map(({ id }) => id)).toEqual(['extension skills/away', 'extension skills/tea'])
    for (const { path } of found.plugins)
      for (const file of filesIn(path))
        expect(readFileSync(join(path, file), 'utf8')).not.toContain('PRIVATE')
  })

  it('are told of when something is wrong with them, by file and line, and the others stay', async () => {
    const { extensions, write } = place()
    write({
      ...tea,
      'skills/broken/.claude-plugin/plugin.json': '{\n  "name": broken\n}',
      'skills/empty/.claude-plugin/plugin.json': '{"name": "empty"}',
      'skills/half/.claude-plugin/plugin.json': '{"name": "half"}',
      'skills/half/skills/none/notes.md': '',
      'skills/named/.claude-plugin/plugin.json': '{"name": "Not A Name"}',
      'skills/plain/SKILL.md': 'words',
      'skills/z-twin/.claude-plugin/plugin.json': '{"name": "tea"}',
    })
    const found = await extensions.read()
    expect(found.plugins.map(({ name }) => name)).toContain('tea')
    const said = Object.fromEntries(found.problems.map(({ id, detail }) => [id.split('/')[1], detail]))
    expect(said.broken).toContain('plugin.json is not JSON: line 2')
    expect(said.empty).toContain('SKILL.md')
    expect(said.half).toContain('There is no skills/none/SKILL.md.')
    expect(said.named).toContain('name: must be')
    expect(said.plain).toContain('plugin.json')
    expect(said['z-twin']).toContain('is called “tea” too')
  })

  it('of the template are in order', async () => {
    const template = join(import.meta.dirname, '../../../workspace')
    const extensions = createExtensions({
      workspaceDir: template,
      copiesDir: temporaryDirectory(),
      trust: { decisionOf: () => undefined, decide: () => {} },
      reservedNames: [],
    })
    const found = await extensions.read()
    expect([found.problems, found.undecided]).toEqual([[], []])
    expect(found.plugins.map(({ name }) => name)).toEqual(['dashboard'])
  })
})

describe('MCP servers', () => {
  const weather = '{"mcpServers": {"weather": {"command": "npx", "args": ["weather"]}}}'

  it('are given only once the owner allowed exactly this entry', async () => {
    const { extensions, write, trust, copiesDir } = place()
    write({ 'MCP.json': weather })
    const before = await extensions.read()
    expect(before.servers).toEqual({})
    trust.decide(before.undecided[0] ?? fail(), 'allow')
    const after = await extensions.read()
    expect(after.servers).toMatchObject({
      weather: { args: expect.arrayContaining([join(copiesDir, 'servers')]) },
    })
    expect(after.fingerprint).not.toBe(before.fingerprint)
    write({ 'MCP.json': weather.replace('["weather"]', '["weather", "--all"]') })
    expect((await extensions.read()).servers).toEqual({})
  })

  it('stay as they were while MCP.json is broken, and go when it is gone', async () => {
    const { extensions, write, trust } = place()
    write({ 'MCP.json': weather })
    trust.decide((await extensions.read()).undecided[0] ?? fail(), 'allow')
    const good = await extensions.read()
    write({ 'MCP.json': '{\n  "mcpServers": {,\n}' })
    const broken = await extensions.read()
    expect(broken.servers).toEqual(good.servers)
    expect(broken.fingerprint).toBe(good.fingerprint)
    expect(broken.problems[0]?.detail).toContain('line 2')
    write({ 'MCP.json': '{}' })
    expect((await extensions.read()).servers).toEqual({})
  })

  it('cannot take our names or run what lies in the workspace', async () => {
    const { extensions, write } = place()
    const server = { command: 'node', args: [write.path('server.js')] }
    write({ 'MCP.json': JSON.stringify({ mcpServers: { bloby: { command: 'x' }, mine: server } }) })
    const found = await extensions.read()
    expect(found.undecided).toEqual([])
    expect(found.problems[0]?.detail).toContain('“bloby” is taken')
    expect(found.problems[0]?.detail).toContain('“mine” points into the workspace')
  })

  it('of a plugin run from its copy, and are asked about anew when a file of it changes', async () => {
    const { extensions, write, trust } = place()
    write({
      ...tea,
      'skills/tea/.mcp.json': `{"mcpServers": {"pot": {"command": "node", "args": ["\${CLAUDE_PLUGIN_ROOT}/pot.js"]}}}`,
      'skills/tea/pot.js': '1',
    })
    const [item, ...others] = (await extensions.read()).undecided
    expect(others).toEqual([])
    expect(item?.name).toBe('tea-pot')
    trust.decide(item ?? fail(), 'allow')
    const { servers } = await extensions.read()
    const server = servers['tea-pot']
    const script = server && 'command' in server ? (server.args?.at(-1) ?? '') : ''
    expect(readFileSync(script, 'utf8')).toBe('1')
    expect(script.startsWith(write.path(''))).toBe(false)
    write({ 'skills/tea/pot.js': '2' })
    const changed = await extensions.read()
    expect([changed.servers, changed.undecided.length]).toEqual([{}, 1])
  })
})

it('removes copies of an earlier run when it reads for the first time', async () => {
  const { extensions, write, copiesDir } = place()
  mkdirSync(join(copiesDir, 'old'), { recursive: true })
  write(tea)
  const { plugins } = await extensions.read()
  expect(readdirSync(copiesDir).sort()).toEqual([plugins[0]?.fingerprint, 'servers'].sort())
})

function place() {
  const root = temporaryDirectory()
  const workspaceDir = join(root, 'workspace')
  const copiesDir = join(root, 'engines/plugins')
  const outside = join(root, 'outside')
  mkdirSync(workspaceDir)
  mkdirSync(outside)
  const trust = createTrustFile(join(root, 'trusted.json'), () => 1)
  const pathOf = (path: string) => join(workspaceDir, path)
  const write = Object.assign(
    (files: Record<string, string>) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(pathOf(path)), { recursive: true })
        writeFileSync(pathOf(path), text)
      }
    },
    { path: pathOf },
  )
  const extensions = createExtensions({ workspaceDir, copiesDir, trust, reservedNames: ['bloby'] })
  return { extensions, write, trust, copiesDir, outside }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

function fail(): never {
  throw new Error('There is nothing to decide.')
}
