import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { say } from './engine.ts'
import { type FencedAgent, startFencedAgent } from './fenced-agent.ts'

let agent: FencedAgent
beforeAll(async () => {
  agent = await startFencedAgent()
  writeFileSync(join(agent.outside, 'tea.mjs'), teaServer)
})
afterAll(() => agent?.dispose())
beforeEach(() => {
  agent.answer(() => 'deny')
  agent.asked.length = 0
  write('MCP.json', '{"mcpServers": {}}')
})

/** An MCP server with one tool, `steep`, that tells the word it was started with. */
const teaServer = `
import { createInterface } from 'node:readline'
const word = process.argv[2]
const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'tea', version: '1' } }),
  'tools/list': () => ({ tools: [{ name: 'steep', description: 'Steeps tea', inputSchema: { type: 'object' } }] }),
  'tools/call': () => ({ content: [{ type: 'text', text: 'steeped ' + word }] }),
}
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  const result = answers[method]?.(params)
  if (id !== undefined && result) console.log(JSON.stringify({ jsonrpc: '2.0', id, result }))
})
`
const patience = { timeout: 60_000, interval: 100 }
const steep = { tool: 'mcp__tea__steep', input: {} }
const servers = (entries: Record<string, unknown>) => JSON.stringify({ mcpServers: entries })
const tea = (word: string) =>
  servers({ tea: { command: process.execPath, args: [join(agent.outside, 'tea.mjs'), word] } })

function write(path: string, text: string): void {
  const file = join(agent.workspace, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** Everything that the model was told in the last turn of a conversation. */
async function told(conversationId: string): Promise<string> {
  await say(agent.device, 'Hello', { conversationId })
  return JSON.stringify(agent.server.turns.at(-1)?.body)
}

async function problems(): Promise<{ title: string; detail?: string }[]> {
  const system = await (await agent.api.fetch('/api/system')).json()
  return (system as { problems: { title: string; detail?: string }[] }).problems
}

it('tells the model of the skills that are there, also of one that came between two turns', async () => {
  const before = await told('skills')
  expect(before).toContain('dashboard:add-card')
  expect(before).not.toContain('brews-green-tea')
  write('skills/tea/.claude-plugin/plugin.json', '{"name": "tea"}')
  write('skills/tea/skills/brew/SKILL.md', '---\ndescription: brews-green-tea\n---\nBoil the water first.\n')
  expect(await told('skills')).toContain('brews-green-tea')
  const [text] = await agent.use('skills', { tool: 'Skill', input: { skill: 'tea:brew' } })
  expect(`${text}${JSON.stringify(agent.server.turns.at(-1)?.body)}`).toContain('Boil the water first.')
  expect(agent.asked).toEqual([])
})

it('names what is broken by file and line until it is mended', async () => {
  write('skills/broken/.claude-plugin/plugin.json', '{\n  "name": "broken",\n  oops\n}')
  write('MCP.json', '{\n  "mcpServers": {\n    nothing\n  }\n}')
  await told('broken')
  expect(await problems()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        title: 'skills/broken is not used as it stands',
        detail: expect.stringMatching(/plugin\.json.* line 3/),
      }),
      expect.objectContaining({
        title: 'MCP.json is not used as it stands',
        detail: expect.stringContaining('line 3'),
      }),
    ]),
  )
  write('skills/broken/.claude-plugin/plugin.json', '{"name": "broken"}')
  write('skills/broken/skills/mend/SKILL.md', '---\ndescription: mends\n---\nMend.\n')
  write('MCP.json', '{"mcpServers": {}}')
  await told('broken')
  expect(JSON.stringify(await problems())).not.toMatch(/broken|MCP\.json/)
})

it('starts an MCP server once it was allowed, and asks again when it has changed', async () => {
  agent.answer(() => 'allow')
  write('MCP.json', tea('green'))
  // The engine does not wait for a server before it asks the model.
  await vi.waitFor(async () => expect(await told('allowed')).toContain(steep.tool), patience)
  expect(await agent.use('allowed', steep)).toEqual(['steeped green'])
  expect(agent.asked.map(({ title }) => title)).toEqual(['Use the MCP server “tea”?'])
  expect(agent.asked[0]?.detail).toContain('tea.mjs green')
  await agent.use('allowed', steep)
  expect(agent.asked).toHaveLength(1)

  agent.answer(() => 'deny')
  write('MCP.json', tea('poisoned'))
  const [refused] = await agent.use('allowed', steep)
  expect(agent.asked).toHaveLength(2)
  expect(refused).not.toContain('steeped')
})

it('leaves a server out that was denied, and does not ask for it again', async () => {
  write('MCP.json', tea('denied'))
  for (const conversationId of ['denied', 'denied', 'denied-elsewhere']) {
    const [refused] = await agent.use(conversationId, steep)
    expect(refused).not.toContain('steeped')
  }
  expect(agent.asked).toHaveLength(1)
})

it('says so when a server cannot be started', async () => {
  agent.answer(() => 'allow')
  write('MCP.json', servers({ gone: { command: join(agent.outside, 'not-there') } }))
  const known = expect.objectContaining({ title: 'The MCP server “gone” is not there' })
  await vi.waitFor(async () => {
    await told('failing')
    expect(await problems()).toContainEqual(known)
  }, patience)
})
