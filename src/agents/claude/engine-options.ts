import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AccessMode } from '../../protocol/settings.ts'
import type { Clock } from '../../system/clock.ts'
import type { Extensions } from '../extensions/extensions.ts'
import { createSystemPrompt } from '../prompt/system-prompt.ts'
import type { ToolContext } from '../tools/tool.ts'
import { createBoundary } from './boundary.ts'
import { claudeOptions, type EngineFolders, isLocal, type OptionsRequest } from './claude-options.ts'
import type { ProcessOptions } from './claude-process.ts'
import type { ClaudeProvider } from './claude-provider.ts'
import type { CommandSandbox } from './command-sandbox.ts'
import type { OwnerQuestions } from './owner-questions.ts'
import { createToolGate } from './tool-gate.ts'

export interface EngineOptionsDeps {
  /** Whom to ask now. */
  provider: () => ClaudeProvider
  ownerName: () => string
  binaryOf: (folder: string) => string
  /** The installation's folder. */
  home: string
  folders: EngineFolders
  /** Ours, for a process that is about to start. */
  toolServer: (context: () => ToolContext) => object
  /** Remembers for good that the agent may reach a host. */
  allowHost: (host: string) => void
  clock: Clock
}

/** What a process is started with. */
export interface EngineStart {
  /** Where the engine is installed. */
  folder: string
  workspaceDir: string
  provider: ClaudeProvider
  access: AccessMode
  sandbox: CommandSandbox
  extensions: Extensions
  session: OptionsRequest['session']
  questions: OwnerQuestions
  isScheduled: () => boolean
  /** What the owner allowed for the conversation. */
  always: Set<string>
  toolContext: () => ToolContext
}

/** Puts together what a process of the engine is started with: its fence, its prompt, its tools. */
export async function engineOptions(deps: EngineOptionsDeps, what: EngineStart): Promise<ProcessOptions> {
  const { provider, access, sandbox, extensions, workspaceDir } = what
  const hasSandbox = sandbox !== 'none'
  const sessionId = 'resume' in what.session ? what.session.resume : what.session.sessionId
  const readable = [...deps.folders.readable, putByFolder(deps.folders, workspaceDir, sessionId)]
  const boundary = createBoundary({
    workspaceDir,
    home: deps.home,
    readable,
    networkHosts: () => deps.provider().networkHosts,
    hasSandbox,
  })
  const gate = createToolGate({
    boundary,
    questions: what.questions,
    always: what.always,
    turn: () => ({ access, isScheduled: what.isScheduled() }),
    allowHost: deps.allowHost,
  })
  const systemPrompt = await createSystemPrompt({
    workspaceDir,
    now: new Date(deps.clock.now()),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    access,
    hasSandbox,
    isSmall: isLocal(provider),
    ownerName: deps.ownerName(),
  })
  return claudeOptions({
    provider,
    binary: deps.binaryOf(what.folder),
    workspaceDir,
    home: deps.home,
    folders: deps.folders,
    readable,
    access,
    sandbox,
    systemPrompt,
    mcpServers: {
      // A question of ours may wait for its answer as long as it takes.
      bloby: {
        type: 'sdk',
        name: 'bloby',
        instance: deps.toolServer(what.toolContext),
        disableAutoBackground: true,
      },
      ...extensions.servers,
    },
    plugins: extensions.plugins,
    session: what.session,
    canUseTool: gate.canUseTool,
    beforeTool: gate.beforeTool,
  })
}

/**
 * Where the engine puts by the long outputs of one session, for its model to read them in pieces:
 * `projects/<working folder, other characters than letters and digits as ->/<session>` in its config folder. Those of other
 * conversations stay closed, since they may have had more rights.
 */
function putByFolder({ config }: EngineFolders, workspaceDir: string, sessionId: string): string {
  const folder = join(config, 'projects', workspaceDir.replace(/[^A-Za-z0-9]/g, '-'), sessionId)
  // What is not there cannot be opened to commands.
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}
