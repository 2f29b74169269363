import { delimiter, dirname, isAbsolute } from 'node:path'
import type { AccessMode } from '../../protocol/settings.ts'
import { isInside } from '../../system/is-inside.ts'
import { toolsFor } from '../prompt/tools-for.ts'
import type { ProcessOptions } from './claude-process.ts'
import type { ClaudeProvider } from './claude-provider.ts'
import { type CommandSandbox, sandboxSettings } from './command-sandbox.ts'
import type { CanUseTool, PreToolUseInput, PreToolUseOutput } from './sdk.ts'
import { programPlaces } from './secret-places.ts'

export interface OptionsRequest {
  provider: ClaudeProvider
  /** Path of the engine's program. */
  binary: string
  workspaceDir: string
  /** The installation's folder. */
  home: string
  folders: EngineFolders
  /** Folders of the installation that commands must read. */
  readable: readonly string[]
  access: AccessMode
  sandbox: CommandSandbox
  systemPrompt: string
  /** Ours, and the owner's. */
  mcpServers: Record<string, unknown>
  plugins: readonly { path: string }[]
  /** Go on with a session, or begin one under this id. */
  session: { resume: string } | { sessionId: string }
  canUseTool: CanUseTool
  beforeTool: (input: PreToolUseInput) => Promise<PreToolUseOutput>
}

/**
 * Where the engine keeps what it writes: its login and transcripts, and temporary files; and where keys are put for it. `readable` is what
 * its tools must read of it.
 */
export interface EngineFolders {
  config: string
  temporary: string
  keys: string
  readable: readonly string[]
}

/** SPEC: a turn is at most so many model calls. */
const maxTurns = 50
/** What a server of local models is taken to serve; its advice says how to get there. */
const localContextTokens = 65_536
const localOutputTokens = 8192
/** The program's own ten take minutes; these some ten seconds, and for a server that does not run about two. */
const retries = '4'
const localRetries = '2'
const engineSettings = {
  attribution: { commit: '', pr: '' },
  // Hosts are judged by our own list; Anthropic is not asked about them.
  skipWebFetchPreflight: true,
  // A conversation can be gone on with for as long as its owner lives.
  cleanupPeriodDays: 36_500,
  // With the owner's own login, what they have there would come in unseen.
  syncClaudeAiSkills: false,
  syncClaudeAiPlugins: false,
  disableClaudeAiConnectors: true,
}
/** What the program takes over from our environment: how this computer is set up, and how often a request is tried again. */
const inherited =
  /^(LANG|LC_ALL|TZ|USER|LOGNAME|SHELL|SystemRoot|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|CLAUDE_CODE_MAX_RETRIES)$/i

/** The options of a process, from what is asked of it alone. */
export function claudeOptions(request: OptionsRequest): ProcessOptions {
  const { provider, workspaceDir, systemPrompt } = request
  const isSmall = isLocal(provider)
  const isFenced = request.access === 'workspace' && request.sandbox !== 'none'
  return {
    cwd: workspaceDir,
    env: environment(request),
    pathToClaudeCodeExecutable: request.binary,
    ...request.session,
    ...(provider.model !== '' && { model: provider.model }),
    ...(provider.fallbackModel && { fallbackModel: provider.fallbackModel }),
    ...(provider.effort && { effort: provider.effort }),
    ...(provider.turnBudgetUsd !== undefined && { maxBudgetUsd: provider.turnBudgetUsd }),
    maxTurns,
    // Without a snapshot a session that is resumed gets the memory as it is now.
    systemPrompt: isSmall
      ? { type: 'custom', prompt: systemPrompt, snapshot: false }
      : { type: 'preset', preset: 'claude_code', append: systemPrompt, snapshot: false },
    tools: toolsFor(isSmall),
    allowedTools: [],
    disallowedTools: [],
    // Every call is judged by our hook alone, in both access modes: nothing else gives permissions.
    permissionMode: 'default',
    canUseTool: request.canUseTool,
    hooks: { PreToolUse: [{ hooks: [request.beforeTool], onFailure: 'block' }] },
    sandbox: isFenced
      ? sandboxSettings({
          workspaceDir,
          home: request.home,
          readable: [...request.readable, ...programPlaces(process.execPath)],
        })
      : { enabled: false },
    settings: engineSettings,
    settingSources: [],
    strictMcpConfig: true,
    mcpServers: request.mcpServers,
    mcpServersDelivery: 'initialize',
    plugins: request.plugins.map(({ path }) => ({ type: 'local', path, skipMcpDiscovery: true })),
    pluginDelivery: 'initialize',
    includePartialMessages: true,
  }
}

/** Whether a server of the owner's own answers, with a small model and a small context as a rule. */
export function isLocal({ kind }: ClaudeProvider): boolean {
  return kind !== 'anthropic'
}

function environment({ provider, folders, home }: OptionsRequest): Record<string, string> {
  return {
    CLAUDE_CODE_MAX_RETRIES: isLocal(provider) ? localRetries : retries,
    ...Object.fromEntries(
      Object.entries(process.env).filter(
        (entry): entry is [string, string] => entry[1] !== undefined && inherited.test(entry[0]),
      ),
    ),
    PATH: programPath(home),
    ...(process.env.HOME !== undefined && { HOME: process.env.HOME }),
    CLAUDE_CONFIG_DIR: folders.config,
    CLAUDE_CODE_TMPDIR: folders.temporary,
    // Its sockets would stay in the system's folder when it is killed; ours is cleared at each start.
    TMPDIR: folders.temporary,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_DISABLE_BUNDLED_SKILLS: '1',
    CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_AGENT_SDK_CLIENT_APP: 'bloby',
    ...(provider.baseUrl !== undefined && { ANTHROPIC_BASE_URL: provider.baseUrl }),
    ...(isLocal(provider) && localModel(provider)),
  }
}

/** Without folders that the agent could put programs into: the engine starts git and others outside the fence. */
function programPath(home: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const safe = folders.filter((folder) => isAbsolute(folder) && !isInside(home, folder))
  return [dirname(process.execPath), ...safe].join(delimiter)
}

function localModel({ kind, model, apiKey }: ClaudeProvider): Record<string, string> {
  return {
    // Servers that want no key still get a word, because the program wants one.
    ...(apiKey === undefined && {
      ANTHROPIC_AUTH_TOKEN: kind === 'ollama' ? 'ollama' : 'none',
      ANTHROPIC_API_KEY: '',
    }),
    ANTHROPIC_DEFAULT_OPUS_MODEL: model,
    ANTHROPIC_DEFAULT_SONNET_MODEL: model,
    ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
    CLAUDE_CODE_SUBAGENT_MODEL: model,
    CLAUDE_CODE_MAX_CONTEXT_TOKENS: String(localContextTokens),
    CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(localOutputTokens),
    CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
    // What the program tells on the way comes in the owner's messages: few servers and templates take a system message after the first.
    CLAUDE_CODE_MODEL_CAPABILITIES: '-mid_conv_system',
  }
}
