import type { ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { SdkMessage } from './sdk-messages.ts'

/**
 * What we use of the Claude Agent SDK. It is installed into the home when it is first needed, so this declaration stands for its
 * own types; `engine-program.ts` says where it lies.
 */
export interface Sdk {
  query(params: { prompt: AsyncIterable<SdkUserMessage>; options: SdkOptions }): SdkQuery
}

/** The stream of a process's messages, and requests to it. It throws when the process ends after an error. */
export interface SdkQuery extends AsyncGenerator<SdkMessage, void> {
  interrupt(): Promise<unknown>
  /** Resolves once the process is up and has taken its options; rejects when it could not start. */
  initializationResult(): Promise<unknown>
  close(): void
}

export interface SdkUserMessage {
  type: 'user'
  message: { role: 'user'; content: unknown[] }
  parent_tool_use_id: null
}

export interface SdkSpawnOptions {
  command: string
  args: string[]
  cwd?: string
  env: Record<string, string | undefined>
  /** Aborts after the process was asked to end and had its time to do so. */
  signal: AbortSignal
}

export type PermissionResult =
  | { behavior: 'allow'; updatedInput?: Record<string, unknown> }
  | { behavior: 'deny'; message: string; interrupt?: boolean }

export interface PermissionRequest {
  signal: AbortSignal
  toolUseID: string
  decisionReason?: string
  blockedPath?: string
}
export type CanUseTool = (
  toolName: string,
  input: Record<string, unknown>,
  request: PermissionRequest,
) => Promise<PermissionResult>

export interface PreToolUseInput {
  tool_name: string
  tool_input: Record<string, unknown>
  /** The folder that the last command went to. */
  cwd: string
}
export interface PreToolUseOutput {
  hookSpecificOutput?: {
    hookEventName: 'PreToolUse'
    permissionDecision: 'allow' | 'deny' | 'ask'
    permissionDecisionReason?: string
    /** What the tool is used with instead. */
    updatedInput?: Record<string, unknown>
  }
}

/** The options that we set; `sdk.d.ts` of the pinned version explains each. */
export interface SdkOptions {
  abortController?: AbortController
  cwd: string
  env: Record<string, string>
  pathToClaudeCodeExecutable: string
  spawnClaudeCodeProcess: (options: SdkSpawnOptions) => ChildProcess
  stderr: (text: string) => void
  sessionId?: string
  resume?: string
  model?: string
  fallbackModel?: string
  effort?: string
  maxTurns: number
  maxBudgetUsd?: number
  systemPrompt:
    | { type: 'custom'; prompt: string; snapshot: false }
    | { type: 'preset'; preset: 'claude_code'; append: string; snapshot: false }
  tools: string[] | { type: 'preset'; preset: 'claude_code' }
  allowedTools: string[]
  disallowedTools: string[]
  permissionMode: 'default' | 'bypassPermissions'
  allowDangerouslySkipPermissions?: boolean
  canUseTool: CanUseTool
  hooks: {
    PreToolUse: {
      hooks: ((input: PreToolUseInput) => Promise<PreToolUseOutput>)[]
      onFailure: 'block'
    }[]
  }
  sandbox?: Record<string, unknown>
  settings: Record<string, unknown>
  settingSources: []
  strictMcpConfig: true
  mcpServers: Record<string, unknown>
  mcpServersDelivery: 'initialize'
  plugins: { type: 'local'; path: string; skipMcpDiscovery: true }[]
  pluginDelivery: 'initialize'
  includePartialMessages: true
}

/** Loads the SDK from the folder of an installed engine. */
export function loadSdk(folder: string): Sdk {
  return createRequire(join(folder, 'load.js'))('@anthropic-ai/claude-agent-sdk')
}
