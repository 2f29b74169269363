import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { isInside } from '../../system/is-inside.ts'
import { hashOf, plainWords, type TrustItem } from './trust.ts'

const texts = v.record(v.string(), v.string())
const program = v.strictObject({
  type: v.optional(v.literal('stdio')),
  command: v.pipe(v.string(), v.minLength(1, 'must not be empty')),
  args: v.optional(v.array(v.string())),
  env: v.optional(texts),
})
const remote = v.strictObject({
  type: v.picklist(['http', 'sse'], 'must be http or sse'),
  url: v.pipe(
    v.string(),
    v.check((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http or https address'),
  ),
  headers: v.optional(texts),
})

/** An array would pass as a record. */
const entriesByName = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
)

/** How the engine reaches an MCP server, as Claude Code's `mcpServers` has it. */
export type McpServer = v.InferOutput<typeof program> | v.InferOutput<typeof remote>

/** No longer than what an owner can read before allowing it. */
const maxDetail = 4000

export interface NamedServers {
  servers: Map<string, McpServer>
  faults: string[]
}

/** Checks `{mcpServers: {NAME: …}}`, or the inside of it. Each wrong entry is a fault; the others are given. */
export function parseServers(value: unknown): NamedServers {
  const servers = new Map<string, McpServer>()
  const faults: string[] = []
  const outer = v.safeParse(v.looseObject({ mcpServers: entriesByName }), value)
  const inner = v.safeParse(entriesByName, value)
  if (!outer.success && !inner.success) faults.push('It must be {"mcpServers": {"NAME": {…}}}.')
  const entries = outer.success ? outer.output.mcpServers : inner.success ? inner.output : {}
  for (const [name, entry] of Object.entries(entries)) {
    const shown = `“${plainWords(name).slice(0, 60)}”`
    const isRemote = typeof entry === 'object' && entry !== null && 'url' in entry
    const withType = isRemote && !('type' in entry) ? { type: 'http', ...entry } : entry
    const parsed = v.safeParse(isRemote ? remote : program, withType)
    if (!/^[A-Za-z0-9_-]{1,40}$/.test(name) || name.includes('__'))
      faults.push(`${shown}: a server’s name has letters, digits, - and _ only.`)
    else if (!parsed.success) {
      faults.push(`${shown}: ${plainWords(whatIsWrong(parsed.issues[0]))}.`)
    } else if (detailOf(parsed.output).length > maxDetail)
      faults.push(`${shown}: it is too long to be checked.`)
    else servers.set(name, parsed.output)
  }
  return { servers, faults }
}

/** `content`: what besides its entry the server runs, as a fingerprint. */
export function trustItemOf(name: string, server: McpServer, content = ''): TrustItem {
  return {
    hash: hashOf('server', name, Object.entries(server).sort(byKey).map(inOrder), content),
    name,
    title: `Use the MCP server “${name}”?`,
    detail: detailOf(server),
  }
}

/**
 * Whether a program would run or read something of the workspace, which the agent can change after the owner allowed it. Paths are
 * taken as from `cwd`, the folder in which it would run.
 */
export function pointsInto(workspaceDir: string, server: McpServer, cwd: string): boolean {
  if (!('command' in server)) return false
  const real = realpathSync(workspaceDir)
  const words = [server.command, ...(server.args ?? []), ...Object.values(server.env ?? {})]
  return words.some((word) => {
    const path = word.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/)/, homedir())
    const isNamed = [workspaceDir, real].some((folder) => path.includes(folder))
    return isNamed || isInside(real, realOf(resolve(cwd, path)))
  })
}

/**
 * A program as it is started: in `cwd` and not in the workspace, where npx and the like would find the agent's own packages first. Under
 * Windows, which has no fence for commands either, as it is.
 */
export function startIn(cwd: string, server: McpServer, platform: NodeJS.Platform): McpServer {
  if (!('command' in server) || platform === 'win32') return server
  const { command, args = [], env } = server
  return {
    command: '/bin/sh',
    args: ['-c', 'cd -- "$0" && exec "$@"', cwd, command, ...args],
    ...(env && { env }),
  }
}

/** The same entry with the plugin's folder in the place of `${CLAUDE_PLUGIN_ROOT}`. */
export function withPluginRoot(server: McpServer, root: string): McpServer {
  const put = (text: string) => text.replaceAll(`\${CLAUDE_PLUGIN_ROOT}`, root)
  if (!('command' in server)) return server
  const { command, args = [], env } = server
  return {
    command: put(command),
    args: args.map(put),
    ...(env && { env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, put(value)])) }),
  }
}

function detailOf(server: McpServer): string {
  const lines =
    'command' in server
      ? [
          `It starts: ${[server.command, ...(server.args ?? [])].map(quoted).join(' ')}`,
          ...Object.entries(server.env ?? {}).map(
            ([name, value]) => `with ${plainWords(name)}=${quoted(value)}`,
          ),
          'It runs on this computer as you, outside the fence, and may read and change what you may.',
        ]
      : [
          `It is reached at: ${plainWords(server.url)}`,
          ...Object.keys(server.headers ?? {}).map((name) => `with the header ${plainWords(name)}`),
          'The agent can send it anything that it knows, and reads what it answers.',
        ]
  return lines.join('\n')
}

function whatIsWrong(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue)
  if (field === null) return 'it must be an object'
  if (issue.type !== 'strict_object') return `${field}: ${issue.message}`
  return issue.expected === 'never' ? `“${field}” is not known here` : `“${field}” is missing`
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${plainWords(word)}'`
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}

function inOrder([key, value]: [string, unknown]): unknown {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  return [key, isMap ? Object.entries(value).sort(byKey) : value]
}

function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // What is not there is judged by its name.
    return path
  }
}
