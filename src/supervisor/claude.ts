import { mkdirSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Agent } from '../agents/agent.ts'
import { createClaudeAgents } from '../agents/claude/claude-agents.ts'
import type { ClaudeProvider } from '../agents/claude/claude-provider.ts'
import { type CommandSandbox, findCommandSandbox } from '../agents/claude/command-sandbox.ts'
import { createLiveOutput } from '../agents/claude/live-output.ts'
import { createClaudeLogin } from '../agents/claude/login/claude-login.ts'
import { loadSdk } from '../agents/claude/sdk.ts'
import { createExtensions } from '../agents/extensions/extensions.ts'
import { createTrustFile } from '../agents/extensions/trust.ts'
import { createEngines } from '../agents/install/engines.ts'
import { createChangeNotes } from '../agents/prompt/change-note.ts'
import { createTools, type ToolDeps } from '../agents/tools/create-tools.ts'
import { toolKindOf } from '../agents/tools/tool-kind-of.ts'
import { createToolServer } from '../agents/tools/tool-server.ts'
import { engineProvider } from '../platform/provider-settings.ts'
import type { Audit } from '../platform/store/audit.ts'
import type { Secrets } from '../platform/store/secrets.ts'
import type { Settings } from '../platform/store/settings.ts'
import type { Problem, ServerMessage } from '../protocol/chat.ts'
import type { Clock } from '../system/clock.ts'
import type { Log } from '../system/log.ts'
import { createLogTail } from '../system/log-tail.ts'
import type { Paths } from '../system/paths.ts'
import type { ProcessLedger } from '../system/process-ledger.ts'

export interface ClaudeDeps {
  paths: Paths
  settings: Settings
  secrets: Secrets
  audit: Audit
  tools: ToolDeps
  /** Shows a problem of this id, or takes it away. */
  setProblem: (id: string, problem?: Problem) => void
  broadcast: (message: ServerMessage) => void
  ledger: ProcessLedger
  clock: Clock
  log: Log
}

export interface Claude {
  /** By the provider that they serve. */
  agents: Record<ClaudeProvider['kind'], Agent>
  engines: ReturnType<typeof createEngines>
  login: ReturnType<typeof createClaudeLogin>
  sandbox: () => Promise<CommandSandbox>
  /** The newest lines of what was said while engines were installed. */
  lastLines(count: number): string[]
  /** Fetches the engine as soon as the owner has chosen a provider that needs it. */
  settingsChanged(): void
  stop(): Promise<void>
}

/** The Claude engine with all that it works with here: the settings, our tools, the workspace's skills and servers. */
export function createClaude(deps: ClaudeDeps): Claude {
  const { paths, settings, secrets, audit, clock, ledger, log } = deps
  const tail = createLogTail(paths.logs, 'engines.log')
  const engines = createEngines({ enginesDir: paths.engines, clock, ledger, tail })
  engines.onState((engine) => deps.broadcast({ type: 'engine:state', engine }))
  // The fence compares real paths, and a home may be reached by a link.
  const workspaceDir = join(realpathSync.native(paths.home), 'workspace')
  const temporary = join(paths.engines, 'tmp')
  const config = join(paths.engines, 'claude-config')
  const keys = join(paths.engines, 'keys')
  // Of programs that ended with the supervisor.
  for (const folder of [keys, temporary]) rmSync(folder, { recursive: true, force: true })
  for (const folder of [temporary, config]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const copies = join(paths.engines, 'plugins')
  const trust = createTrustFile(join(paths.home, 'trusted.json'), clock.now)
  const tools = createTools(deps.tools)
  let sandbox: Promise<CommandSandbox> | undefined
  const findSandbox = () => {
    sandbox ??= findCommandSandbox()
    return sandbox
  }

  const login = createClaudeLogin({
    configDir: config,
    environment: process.env,
    binary: async () => engines.claudeBinaryOf(await engines.claude.ensure()),
    isInstalled: () => engines.claude.state().status === 'ready',
    onChange: () => {},
    ledger,
    clock,
    log,
  })
  const agents = createClaudeAgents({
    provider: (kind) => ({ ...engineProvider({ settings, secrets }, kind), kind }),
    access: () => settings.get('access') ?? 'workspace',
    ownerName: () => settings.get('ownerName') ?? '',
    program: engines.claude,
    loadSdk,
    binaryOf: engines.claudeBinaryOf,
    home: paths.home,
    folders: { config, temporary, keys, readable: [temporary, copies] },
    sandbox: findSandbox,
    extensions: createExtensions({ workspaceDir, copiesDir: copies, trust, reservedNames: ['bloby'] }),
    trust,
    changeNotes: createChangeNotes({ workspaceDir }),
    toolServer: (context) =>
      createToolServer({
        tools,
        context,
        logBug: (error, tool) => log.error({ err: error, tool }, 'A tool failed'),
      }),
    watchOutput: createLiveOutput({ temporaryDir: temporary, clock, log }),
    ownTool: (name) => toolKindOf(tools, name),
    allowHost(host) {
      const hosts = settings.get('networkHosts') ?? []
      if (hosts.includes(host)) return
      settings.set('networkHosts', [...hosts, host])
      audit.record({ action: 'settings-changed', detail: `networkHosts +${host}` })
    },
    report: createReport(deps.setProblem),
    clock,
    ledger,
    log,
  })
  return {
    agents,
    engines,
    login,
    sandbox: findSandbox,
    lastLines: tail.last,
    settingsChanged() {
      const provider = settings.get('provider') ?? 'demo'
      if (provider !== 'demo') engines.install('claude')
    },
    async stop() {
      login.stop()
      engines.stop()
      await tail.close()
    },
  }
}

/** Shows the problems that there are now, and takes away those that are gone. */
function createReport(setProblem: ClaudeDeps['setProblem']) {
  let shown: string[] = []
  return (problems: readonly Problem[]) => {
    const ids = problems.map(({ id }) => id)
    for (const id of shown) if (!ids.includes(id)) setProblem(id)
    for (const problem of problems) setProblem(problem.id, problem)
    shown = ids
  }
}
