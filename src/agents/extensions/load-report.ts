import type { Problem } from '../../protocol/chat.ts'
import type { Extensions } from './extensions.ts'
import { plainWords } from './trust.ts'

/** What the engine's `init` message says of what it loaded. */
export interface LoadedByEngine {
  mcp_servers: readonly { name: string; status: string }[]
  plugins: readonly { name: string; path: string }[]
  plugin_errors?: readonly { plugin: string; type: string; message: string; path?: string | undefined }[]
}

/**
 * What the engine could not load of what it was given, in words. A server that is still connecting is no problem; one that wants a login
 * is, since nobody can give it here.
 */
export function loadReport(
  init: LoadedByEngine,
  expected: Pick<Extensions, 'plugins' | 'servers'>,
): Problem[] {
  const problems: Problem[] = []
  for (const name of Object.keys(expected.servers)) {
    const status = init.mcp_servers.find((server) => server.name === name)?.status
    if (status === 'connected' || status === 'pending') continue
    problems.push({
      id: `server ${name}`,
      title: `The MCP server “${name}” is not there`,
      detail:
        status === 'needs-auth'
          ? 'It wants a login. Put a token into its headers in MCP.json.'
          : status === 'failed'
            ? 'It could not be started or reached. Check its command or address in MCP.json, and that its program is installed.'
            : `The engine did not load it${status ? ` (${plainWords(status)})` : ''}.`,
    })
  }
  for (const { name, path } of expected.plugins) {
    const errors = (init.plugin_errors ?? []).filter(
      (error) => error.path === path || error.plugin.split('@')[0] === name,
    )
    const isLoaded = init.plugins.some((plugin) => plugin.name === name)
    if (errors.length === 0 && isLoaded) continue
    const said = errors.map((error) => plainWords(error.message).slice(0, 500)).join(' ')
    problems.push({
      id: `plugin ${name}`,
      title: isLoaded ? `A part of the plugin “${name}” did not load` : `The plugin “${name}” did not load`,
      ...(said !== '' && { detail: said }),
    })
  }
  return problems
}
