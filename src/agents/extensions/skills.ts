import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../system/errors.ts'
import { type JsonFault, jsonFaultInWords, parseJson } from '../../system/parse-json.ts'
import { readInside, whyUnread } from '../../system/read-inside.ts'
import { readFrontmatter, textValue } from './frontmatter.ts'
import type { PluginFile } from './plugin-files.ts'

export interface Plugin {
  name: string
  /** From the workspace: `skills/weather`. */
  folder: string
  /** The plugin as it may be loaded unasked: its manifest and its skills, written anew from what is harmless in them. */
  safeFiles: PluginFile[]
  /** What else is in it that the engine would run or obey, in words. */
  activeParts: string[]
  /** What its manifest and its `.mcp.json` say of MCP servers, unchecked. */
  servers: unknown[]
  /** What is wrong with it, in words. The rest of it is used. */
  faults: string[]
}

const manifestPath = '.claude-plugin/plugin.json'
const maxTextBytes = 200_000
const manifest = v.looseObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be small letters, digits and dashes')),
  version: v.optional(v.string()),
  description: v.optional(v.string()),
})
/** Fields of a manifest that say only what the plugin is; see code.claude.com/docs/en/plugins/manifest-reference. */
const tellingFields = new Set(
  '$schema name displayName version description author homepage repository license keywords mcpServers'.split(
    ' ',
  ),
)
/** What the engine finds by itself at a plugin's root and would run or obey; see code.claude.com/docs/en/plugins/components. */
const activeEntries = new Map([
  ['hooks', 'hooks (programs that run at fixed moments)'],
  ['monitors', 'monitors (programs that run in the background)'],
  ['.lsp.json', 'language servers'],
  ['bin', 'programs for the command line'],
  ['agents', 'agents'],
  ['commands', 'commands'],
  ['workflows', 'workflows'],
  ['mods', 'mods'],
  ['output-styles', 'output styles'],
  ['settings.json', 'settings'],
])

/** The plugin folders in `workspace/skills`, by name. */
export function pluginFolders(workspaceDir: string): string[] {
  return entriesOf(join(workspaceDir, 'skills'))
    .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => `skills/${entry.name}`)
}

/** Reads a plugin folder; undefined with the fault when there is nothing in it to use. */
export async function readPlugin(
  workspaceDir: string,
  folder: string,
): Promise<Plugin | { folder: string; fault: string }> {
  const faults: string[] = []
  try {
    const written = await readText(manifestPath)
    if (written === undefined)
      return { folder, fault: `There is no ${manifestPath} in it, which names the plugin: {"name": "…"}.` }
    const json = parseJson(written)
    if ('fault' in json) return { folder, fault: notJson(manifestPath, json.fault) }
    const parsed = v.safeParse(manifest, json.value)
    if (!parsed.success) {
      const [issue] = parsed.issues
      const place = v.getDotPath(issue) ?? 'the whole'
      return { folder, fault: `${manifestPath}: ${place}: ${issue.message}.` }
    }
    const { name, version, description } = parsed.output
    const activeParts = entriesOf(join(workspaceDir, folder)).flatMap(
      (entry) => activeEntries.get(entry.name) ?? [],
    )
    for (const field of Object.keys(parsed.output))
      if (!tellingFields.has(field)) activeParts.push(`“${field}” of its plugin.json`)
    const skills = await readSkills()
    const servers = await readServers(parsed.output.mcpServers)
    if (skills.length + activeParts.length + servers.length + faults.length === 0)
      faults.push('It has no skills/NAME/SKILL.md.')
    return {
      name,
      folder,
      safeFiles: [fileOf(manifestPath, JSON.stringify({ name, version, description })), ...skills],
      activeParts,
      servers,
      faults,
    }

    async function readSkills(): Promise<PluginFile[]> {
      const files: PluginFile[] = []
      for (const entry of entriesOf(join(workspaceDir, folder, 'skills'))) {
        if (entry.isFile() || entry.name.startsWith('.')) continue
        const path = `skills/${entry.name}/SKILL.md`
        const text = await readText(path).catch((error: unknown) => {
          faults.push(whyUnread(error, path))
          return null
        })
        if (text === undefined) faults.push(`There is no ${path}.`)
        if (typeof text !== 'string') continue
        if (readFrontmatter(text).fields.has('hooks')) activeParts.push(`hooks of its skill “${entry.name}”`)
        const dir = join(workspaceDir, folder)
        files.push(
          fileOf(
            path,
            safeSkill(text, { name: entry.name, dir: join(dir, 'skills', entry.name), pluginDir: dir }),
          ),
        )
      }
      return files
    }

    async function readServers(ofManifest: unknown): Promise<unknown[]> {
      const found: unknown[] = []
      if (typeof ofManifest === 'object' && ofManifest !== null) found.push(ofManifest)
      const path = typeof ofManifest === 'string' ? ofManifest : '.mcp.json'
      const text = await readText(path)
      if (text === undefined) return found
      const json = parseJson(text)
      if ('fault' in json) faults.push(notJson(path, json.fault))
      else found.push(json.value)
      return found
    }
  } catch (error) {
    return { folder, fault: whyUnread(error, folder) }
  }

  async function readText(path: string): Promise<string | undefined> {
    const file = await readInside(workspaceDir, `${folder}/${path}`, {
      maxBytes: maxTextBytes,
      followsLinks: true,
    })
    if (file && file.size > maxTextBytes) faults.push(`${path} is too long; its end was not read.`)
    return file?.bytes.toString('utf8')
  }
}

/**
 * A skill without what would widen what the agent may do: of its head only name and description are kept (no `allowed-tools`, no `hooks`),
 * and commands that the engine would run while it reads the text (!`…`) are left as text. Its other files stay in the workspace.
 */
export function safeSkill(text: string, own: { name: string; dir: string; pluginDir: string }): string {
  const { fields, body } = readFrontmatter(text)
  const head = [
    `name: ${JSON.stringify(own.name)}`,
    `description: ${JSON.stringify(textValue(fields.get('description')).slice(0, 1500))}`,
    ...(textValue(fields.get('disable-model-invocation')) === 'true'
      ? ['disable-model-invocation: true']
      : []),
  ]
  const words = body
    .replace(/!(?=`)/g, '! ')
    .replace(/(`{3,}|~{3,})([ \t]*)!/g, '$1$2 ')
    .replaceAll(`\${CLAUDE_SKILL_DIR}`, own.dir)
    .replaceAll(`\${CLAUDE_PLUGIN_ROOT}`, own.pluginDir)
  return `---\n${head.join('\n')}\n---\n\nThe files of this skill are in ${own.dir}, not in the base directory that was named.\n\n${words.trim()}\n`
}

function notJson(path: string, fault: JsonFault): string {
  return `${path} is not JSON: ${jsonFaultInWords(fault)}.`
}

function fileOf(path: string, text: string): PluginFile {
  return { path, bytes: Buffer.from(text), isExecutable: false }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw error
  }
}
