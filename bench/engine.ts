import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import { sandboxSettings } from '../src/agents/claude/command-sandbox.ts'
import { pluginFolders } from '../src/agents/extensions/skills.ts'
import { createEngines } from '../src/agents/install/engines.ts'
import { createSystemPrompt } from '../src/agents/prompt/system-prompt.ts'
import { fullTools } from '../src/agents/prompt/tools-for.ts'
import { systemClock } from '../src/system/clock.ts'
import { createLogTail } from '../src/system/log-tail.ts'
import { type BareOrder, type BareSetup, startBareEngine } from './bare-engine-orders.ts'
import { startChild } from './child-program.ts'
import { connectChat } from './engine-chat.ts'
import { type Installation, type RunningBloby, root } from './installation.ts'
import {
  type Contender,
  median,
  memoryOf,
  printTable,
  quantile,
  ratio,
  rounded,
  runInterleaved,
} from './measure.ts'

type Chat = Awaited<ReturnType<typeof connectChat>>

const rounds = 7
const turnsARound = 8
const model = 'claude-sonnet-5-5'
const prompt = 'Hello.'
const longAnswer = `script: ${JSON.stringify([{ text: 'word ', repeat: 5000, delayMs: 20 }])}`
const bareName = 'bare script'
/** With the sandbox, prompt, tools and skills that Bloby gives the engine. */
const equalName = 'bare script, options of Bloby'
/** Between two turns, as nobody sends in the same moment. */
const pauseMs = 60

/** How soon the agent's first word is there, and how soon it stops, beside a bare script of the same engine on the same model server. */
export async function benchEngine(installation: Installation, folder: string): Promise<void> {
  await using opened = new AsyncDisposableStack()
  const engine = await installEngine()
  const engines = path.join(installation.home, 'engines')
  mkdirSync(engines, { recursive: true })
  execFileSync('cp', ['-al', engine.folder, engines])
  // Its answers cost no time, so that what is measured is what lies between.
  const server = startChild(process.execPath, [path.join(root, 'test/fakes/messages-api.ts')])
  opened.defer(server.stop)
  const url = await server.firstLine()
  const bloby = await installation.start('package')
  opened.defer(bloby.stop)
  await bloby.pids()
  await changeSettings(bloby, {
    provider: 'anthropic',
    baseUrl: url,
    apiKey: 'sk-ant-of-the-benchmark',
    model,
  })
  const chat = await connectChat(bloby)
  opened.defer(chat.close)
  const before = memoryOf((await bloby.pids()).supervisor)
  const config = path.join(folder, 'bare-config')
  mkdirSync(config)
  const bare = startBareEngine({
    ...engine,
    url,
    model,
    config,
    cwd: installation.workspace,
    tools: fullTools,
    extras: await extrasOf(installation),
  })
  opened.defer(bare.stop)
  const bareContenders = (what: BareOrder['what'], prompt: string) =>
    [false, true].map((hasExtras) => ({
      name: hasExtras ? equalName : bareName,
      run: () => bare.order({ what, prompt, hasExtras, turns: turnsARound }),
    }))

  await reportTimes('warm: from Send to the first word, in a conversation that is going on', [
    ...bareContenders('warm', prompt).map((each) => several(each, turnsARound)),
    several({ name: 'Bloby', run: () => chat.firstText('warm', prompt) }, turnsARound),
  ])
  await reportTimes('cold: the same, in a new conversation whose engine is not started yet', [
    ...bareContenders('cold', prompt).map((each) => several(each, 2)),
    several({ name: 'Bloby', run: () => coldTurn(bloby, chat) }, 2),
  ])
  await reportTimes('stop: from Stop to the end of the turn, while words come', [
    ...bareContenders('interrupt', longAnswer).map((each) => several(each, 2)),
    several({ name: 'Bloby', run: () => chat.interrupt('warm', longAnswer) }, 2),
  ])
  await reportParallel([
    ...bareContenders('parallel', prompt),
    { name: 'Bloby', run: () => threeAtOnce(chat) },
  ])
  await sleep(10_000)
  reportMemory(installation, before, memoryOf((await bloby.pids()).supervisor))
}

async function extrasOf({ home, workspace }: Installation): Promise<BareSetup['extras']> {
  return {
    sandbox: sandboxSettings({ workspaceDir: workspace, home, readable: [] }),
    prompt: await createSystemPrompt({
      workspaceDir: workspace,
      now: new Date(),
      timeZone: 'UTC',
      access: 'workspace',
      hasSandbox: true,
      isSmall: false,
      ownerName: '',
    }),
    plugins: pluginFolders(workspace).map((folder) => path.join(workspace, folder)),
  }
}

/** In a new conversation, which is deleted afterwards, so that its engine does not stay. */
async function coldTurn(bloby: RunningBloby, chat: Chat): Promise<number> {
  const conversationId = randomUUID()
  const ms = await chat.firstText(conversationId, prompt)
  await api(bloby, 'DELETE', `/api/conversations/${conversationId}`)
  return ms
}

/** A contender whose rounds are several runs. */
function several({ name, run }: Contender<number>, count: number): Contender<number[]> {
  return {
    name,
    async run() {
      const times: number[] = []
      for (let at = 0; at < count; at++) {
        times.push(await run())
        await sleep(pauseMs)
      }
      return times
    },
  }
}

async function reportTimes(what: string, contenders: Contender<number[]>[]): Promise<void> {
  const results = await runInterleaved(rounds, contenders)
  const of = (name: string, share: number) => quantile((results.get(name) ?? []).flat(), share)
  printTable(
    `engine, ${what}; ${results.get('Bloby')?.flat().length} times each`,
    ['', 'median, ms', 'to the bare script', 'with the same options', 'more than it, ms', '90 of 100, ms'],
    contenders.map(({ name }) => [
      name,
      rounded(of(name, 0.5), 1),
      ratio(of(name, 0.5), of(bareName, 0.5)),
      ratio(of(name, 0.5), of(equalName, 0.5)),
      rounded(of(name, 0.5) - of(equalName, 0.5), 1),
      rounded(of(name, 0.9), 1),
    ]),
  )
}

async function threeAtOnce(chat: Chat): Promise<number> {
  const startedAt = performance.now()
  await Promise.all(
    ['warm', 'second', 'third'].map(async (conversationId) => {
      for (let turn = 0; turn < turnsARound; turn++) await chat.turn(conversationId, prompt)
    }),
  )
  return performance.now() - startedAt
}

async function reportParallel(contenders: Contender<number>[]): Promise<void> {
  const results = await runInterleaved(rounds, contenders)
  const perMinute = (name: string) => (3 * turnsARound * 60_000) / median(results.get(name) ?? [])
  printTable(
    `engine, three conversations at once; median of ${rounds} rounds of ${3 * turnsARound} turns`,
    ['', 'turns a minute', 'to the bare script', 'with the same options'],
    contenders.map(({ name }) => [
      name,
      rounded(perMinute(name)),
      ratio(perMinute(name), perMinute(bareName)),
      ratio(perMinute(name), perMinute(equalName)),
    ]),
  )
}

type Memory = ReturnType<typeof memoryOf>

function reportMemory({ home }: Installation, before: Memory, after: Memory): void {
  const engines = enginesOf(home).map(memoryOf)
  const row = (name: string, { all, anonymous }: Memory) => [name, rounded(all), rounded(anonymous)]
  const mean = (key: keyof Memory) => engines.reduce((sum, each) => sum + each[key], 0) / engines.length
  printTable(
    `engine: memory, resident, with ${engines.length} conversations warm, 10 s after their last turns`,
    ['', 'resident, MB', 'of it anonymous, MB'],
    [
      row('the engine’s program, each', { all: mean('all'), anonymous: mean('anonymous') }),
      row('supervisor, before the first turn', before),
      row('supervisor, after all of the above', after),
    ],
  )
}

const ledgerEntry = v.pipe(v.string(), v.parseJson(), v.object({ name: v.string(), pid: v.number() }))

function enginesOf(home: string): number[] {
  const ledger = path.join(home, 'run', 'children')
  return readdirSync(ledger).flatMap((file) => {
    const { name, pid } = v.parse(ledgerEntry, readFileSync(path.join(ledger, file), 'utf8'))
    return name === 'claude' ? [pid] : []
  })
}

/** The engine of the tests, which is kept from run to run. */
async function installEngine(): Promise<{ folder: string; binary: string }> {
  const enginesDir = path.join(tmpdir(), 'bloby-test-engines')
  mkdirSync(enginesDir, { recursive: true })
  const tail = createLogTail(enginesDir, 'engines.log')
  try {
    const engines = createEngines({ enginesDir, clock: systemClock, tail })
    const engineFolder = await engines.claude.ensure()
    return { folder: engineFolder, binary: engines.claudeBinaryOf(engineFolder) }
  } finally {
    await tail.close()
  }
}

async function changeSettings(bloby: RunningBloby, settings: object): Promise<void> {
  await api(bloby, 'PUT', '/api/settings', settings)
}

async function api(bloby: RunningBloby, method: string, address: string, body?: object): Promise<void> {
  const response = await fetch(bloby.url + address, {
    method,
    headers: { authorization: `Bearer ${bloby.token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${await response.text()}`)
}
