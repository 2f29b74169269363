import { platform } from 'node:process'
import type { Problem } from '../../protocol/chat.ts'
import { jsonFaultInWords, parseJson } from '../../system/parse-json.ts'
import { readTextInside, whyUnread } from '../../system/read-inside.ts'
import {
  type McpServer,
  type NamedServers,
  parseServers,
  pointsInto,
  startIn,
  trustItemOf,
  withPluginRoot,
} from './mcp-config.ts'
import { createPluginCopies, fingerprintOf, type PluginFile, readPluginFiles } from './plugin-files.ts'
import { type Plugin, pluginFolders, readPlugin } from './skills.ts'
import { hashOf, plainWords, type TrustItem, type TrustList } from './trust.ts'

export interface LoadedPlugin {
  name: string
  /** A copy outside the workspace; what is in it was checked. */
  path: string
  fingerprint: string
  /** What is left out until the owner allows it, in words. */
  needsTrust: string[]
}

/** What the workspace adds to the engine, as far as it may be used now. */
export interface Extensions {
  plugins: LoadedPlugin[]
  /** By name, as the SDK's `mcpServers`. */
  servers: Record<string, McpServer>
  /** What the owner has not decided on yet. */
  undecided: TrustItem[]
  problems: Problem[]
  /** Changes whenever something else is to be loaded: then the engine's process is started anew. */
  fingerprint: string
}

export interface ExtensionsDeps {
  workspaceDir: string
  /** For copies of plugins; outside the workspace, where the agent cannot write. */
  copiesDir: string
  trust: TrustList
  /** Names of servers that are ours. */
  reservedNames: readonly string[]
}

const maxConfigBytes = 256 * 1024

/**
 * Reads `skills/*` and `MCP.json`. The agent can write both, and a server or a hook runs outside the fence, as the owner: so what runs
 * code is given only once the owner allowed exactly this content. Skills, which are texts, are given at once, without what would widen
 * the agent's rights.
 */
export function createExtensions({ workspaceDir, copiesDir, trust, reservedNames }: ExtensionsDeps) {
  const copies = createPluginCopies(copiesDir)
  /** Of MCP.json: it stays in force while the file is broken. */
  let lastGood: NamedServers = { servers: new Map(), faults: [] }
  let hasTidied = false

  async function read(): Promise<Extensions> {
    const found: Extensions = { plugins: [], servers: {}, undecided: [], problems: [], fingerprint: '' }
    await addServers(found, readConfig(found), await copies.serversDir())
    const names = new Set<string>()
    for (const folder of pluginFolders(workspaceDir)) {
      const plugin = await readPlugin(workspaceDir, folder)
      if ('fault' in plugin) tell(found, folder, [plugin.fault])
      else if (names.has(plugin.name))
        tell(found, folder, [`Another plugin is called “${plugin.name}” too. This one is left out.`])
      else {
        names.add(plugin.name)
        await addPlugin(found, plugin)
      }
    }
    found.fingerprint = hashOf(
      found.plugins.map(({ path }) => path),
      found.servers,
    )
    if (!hasTidied) await copies.removeOthers()
    hasTidied = true
    return found
  }

  async function addPlugin(found: Extensions, plugin: Plugin): Promise<void> {
    const { name, folder, safeFiles, activeParts, servers } = plugin
    tell(found, folder, plugin.faults)
    let whole: PluginFile[] | undefined
    if (activeParts.length + servers.length > 0) {
      try {
        whole = await readPluginFiles(workspaceDir, folder)
      } catch (error) {
        tell(found, folder, [whyUnread(error, folder)])
      }
    }
    const isWhole =
      whole !== undefined && activeParts.length > 0 && isAllowed(found, partsItem(plugin, whole))
    const files = isWhole && whole ? whole : safeFiles
    found.plugins.push({
      name,
      path: await copies.put(files),
      fingerprint: fingerprintOf(files),
      needsTrust: isWhole ? [] : activeParts,
    })
    for (const value of whole ? servers : []) {
      const { servers: named, faults } = parseServers(value)
      tell(found, folder, faults)
      const ofPlugin = new Map([...named].map(([server, entry]) => [`${name}-${server}`, entry]))
      await addServers(found, ofPlugin, whole ?? [], folder)
    }
  }

  /** `runsIn`: a folder, or the plugin's files, which are copied when a server of theirs is allowed. */
  async function addServers(
    found: Extensions,
    servers: ReadonlyMap<string, McpServer>,
    runsIn: string | readonly PluginFile[],
    source = 'MCP.json',
  ): Promise<void> {
    for (const [name, server] of servers) {
      if (reservedNames.includes(name) || name in found.servers) {
        tell(found, source, [`The server name “${name}” is taken. This one is left out.`])
        continue
      }
      const cwd = typeof runsIn === 'string' ? runsIn : copiesDir
      if (pointsInto(workspaceDir, server, cwd)) {
        tell(found, source, [
          `The server “${name}” points into the workspace, so it could be changed after you allowed it. Make a plugin of it: a folder in skills/ with .claude-plugin/plugin.json, its program, and a .mcp.json that names the program as \${CLAUDE_PLUGIN_ROOT}/….`,
        ])
        continue
      }
      const content = typeof runsIn === 'string' ? '' : fingerprintOf(runsIn)
      if (!isAllowed(found, trustItemOf(name, server, content))) continue
      const dir = typeof runsIn === 'string' ? runsIn : await copies.put(runsIn)
      found.servers[name] = startIn(dir, withPluginRoot(server, dir), platform)
    }
  }

  function isAllowed(found: Extensions, item: TrustItem): boolean {
    const decision = trust.decisionOf(item.hash)
    if (decision === undefined) found.undecided.push(item)
    return decision === 'allow'
  }

  function readConfig(found: Extensions): ReadonlyMap<string, McpServer> {
    try {
      const file = readTextInside(workspaceDir, 'MCP.json', { maxBytes: maxConfigBytes, followsLinks: true })
      if (!file) lastGood = { servers: new Map(), faults: [] }
      else {
        const json = parseJson(file.text)
        if ('fault' in json)
          tell(found, 'MCP.json', [`It is not JSON: ${jsonFaultInWords(json.fault)}. ${stays}`])
        else {
          lastGood = parseServers(json.value)
          tell(found, 'MCP.json', lastGood.faults)
        }
      }
    } catch (error) {
      tell(found, 'MCP.json', [`${whyUnread(error, 'MCP.json')} ${stays}`])
    }
    return lastGood.servers
  }

  return { read }
}

const stays = 'Until it is mended, the servers that it named before stay.'

function partsItem({ name, folder, activeParts }: Plugin, files: readonly PluginFile[]): TrustItem {
  return {
    hash: hashOf('plugin', name, fingerprintOf(files)),
    name,
    title: `Let the plugin “${name}” run code of its own?`,
    detail: [
      `Besides skills, ${folder} has: ${activeParts.map(plainWords).join(', ')}.`,
      'They run on this computer as you, outside the fence, and may use what lies in the workspace. Without them its skills still work.',
    ].join('\n'),
  }
}

/** One problem for each place, with all that is wrong there. */
function tell(found: Extensions, place: string, faults: readonly string[]): void {
  if (faults.length === 0) return
  const id = `extension ${place}`
  const known = found.problems.find((problem) => problem.id === id)
  const detail = plainWords(faults.join(' '))
  if (known) known.detail = `${known.detail} ${detail}`
  else found.problems.push({ id, title: `${plainWords(place)} is not used as it stands`, detail })
}
