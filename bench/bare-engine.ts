/**
 * The Claude engine with nothing around it: a script that keeps a query open and pushes prompts into it, with the engine's own tools and
 * prompt alone, or with all that Bloby gives it. Forked by `engine.ts`; answers each order with a time in ms.
 */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createTools, type ToolDeps } from '../src/agents/tools/create-tools.ts'
import { createToolServer } from '../src/agents/tools/tool-server.ts'
import type { BareOrder, BareSetup } from './bare-engine-orders.ts'

interface SdkMessage {
  type: string
  event?: { type: string; delta?: { type: string } }
}
interface Query extends AsyncIterable<SdkMessage> {
  interrupt(): Promise<unknown>
  close(): void
}

const setup: BareSetup = JSON.parse(process.argv[2] ?? '')
const sdk: { query(params: object): Query } = createRequire(join(setup.folder, 'load.js'))(
  '@anthropic-ai/claude-agent-sdk',
)

/** As `claude-options.ts` sets them. Nobody calls the tools here. */
function extras() {
  const { sandbox, prompt, plugins } = setup.extras
  const tools = createTools({ now: () => new Date() } as ToolDeps)
  const context = () => {
    throw new Error('No tool is called here.')
  }
  const instance = createToolServer({ tools, context, logBug: console.error })
  return {
    sandbox,
    systemPrompt: { type: 'preset', preset: 'claude_code', append: prompt, snapshot: false },
    mcpServers: { bloby: { type: 'sdk', name: 'bloby', instance, disableAutoBackground: true } },
    mcpServersDelivery: 'initialize',
    plugins: plugins.map((path) => ({ type: 'local', path, skipMcpDiscovery: true })),
    pluginDelivery: 'initialize',
    canUseTool: async () => ({ behavior: 'allow' }),
    hooks: { PreToolUse: [{ hooks: [async () => ({})], onFailure: 'block' }] },
  }
}

/** A session of the engine that takes prompts for as long as it is open. */
function openSession(hasExtras: boolean) {
  const waiting: object[] = []
  let wake = () => {}
  let isOver = false
  async function* prompts() {
    while (!isOver) {
      const next = waiting.shift()
      if (next === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else yield next
    }
  }
  const query = sdk.query({
    prompt: prompts(),
    options: {
      cwd: setup.cwd,
      pathToClaudeCodeExecutable: setup.binary,
      model: setup.model,
      tools: setup.tools,
      settingSources: [],
      includePartialMessages: true,
      ...(hasExtras ? extras() : { systemPrompt: { type: 'preset', preset: 'claude_code' } }),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        CLAUDE_CONFIG_DIR: setup.config,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        CLAUDE_CODE_DISABLE_BUNDLED_SKILLS: '1',
        CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
        DISABLE_AUTOUPDATER: '1',
        ANTHROPIC_BASE_URL: setup.url,
        ANTHROPIC_API_KEY: 'sk-ant-of-the-benchmark',
      },
    },
  })
  let text = Promise.withResolvers<number>()
  let end = Promise.withResolvers<number>()
  async function read() {
    for await (const { type, event } of query) {
      if (event?.type === 'content_block_delta' && event.delta?.type === 'text_delta')
        text.resolve(performance.now())
      if (type === 'result') end.resolve(performance.now())
    }
  }
  read().catch(() => end.resolve(performance.now()))
  return {
    query,
    send(content: string) {
      text = Promise.withResolvers()
      end = Promise.withResolvers()
      waiting.push({ type: 'user', message: { role: 'user', content }, parent_tool_use_id: null })
      wake()
      return { text: text.promise, end: end.promise }
    },
    close() {
      isOver = true
      wake()
      query.close()
    },
  }
}

const open = new Map<string, ReturnType<typeof openSession>>()
function session(at: number, hasExtras: boolean) {
  const name = `${at} ${hasExtras}`
  const known = open.get(name) ?? openSession(hasExtras)
  open.set(name, known)
  return known
}

/** Gives the time to the first text, after the whole answer has come. */
async function firstText({ send }: ReturnType<typeof openSession>, prompt: string, sentAt: number) {
  const turn = send(prompt)
  const ms = (await turn.text) - sentAt
  await turn.end
  return ms
}

async function obey({ what, prompt, turns, hasExtras }: BareOrder): Promise<number> {
  const sentAt = performance.now()
  switch (what) {
    case 'warm':
      return firstText(session(0, hasExtras), prompt, sentAt)
    case 'cold': {
      const cold = openSession(hasExtras)
      const ms = await firstText(cold, prompt, sentAt)
      cold.close()
      return ms
    }
    case 'interrupt': {
      const { query, send } = session(0, hasExtras)
      const turn = send(prompt)
      await turn.text
      const stoppedAt = performance.now()
      await query.interrupt()
      return (await turn.end) - stoppedAt
    }
    case 'parallel':
      await Promise.all(
        [0, 1, 2].map(async (at) => {
          for (let turn = 0; turn < turns; turn++) await session(at, hasExtras).send(prompt).end
        }),
      )
      return performance.now() - sentAt
  }
}

process.on('message', (order: BareOrder) => {
  obey(order).then(
    (ms) => process.send?.(ms),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})
await once(process, 'disconnect')
for (const each of open.values()) each.close()
process.exit(0)
