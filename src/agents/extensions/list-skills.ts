import { readFrontmatter, textValue } from './frontmatter.ts'
import { pluginFolders, readPlugin } from './skills.ts'

/** A skill as the owner can ask for it. */
export interface Skill {
  /** Its own, or `plugin:skill` where another one has it already. */
  name: string
  description: string
}

/** The workspace's skills that an agent may use, by name. What is wrong with others is told when they are loaded. */
export async function listSkills(workspaceDir: string): Promise<Skill[]> {
  const skills = new Map<string, Skill>()
  for (const folder of pluginFolders(workspaceDir)) {
    const plugin = await readPlugin(workspaceDir, folder)
    if ('fault' in plugin) continue
    for (const { path, bytes } of plugin.safeFiles) {
      const own = /^skills\/([^/]+)\/SKILL\.md$/.exec(path)?.[1]
      if (own === undefined) continue
      const { fields } = readFrontmatter(bytes.toString('utf8'))
      if (textValue(fields.get('disable-model-invocation')) === 'true') continue
      const name = skills.has(own) ? `${plugin.name}:${own}` : own
      skills.set(name, { name, description: textValue(fields.get('description')) })
    }
  }
  return [...skills.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
