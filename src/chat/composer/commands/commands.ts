import { settingsAnswer } from '../../../protocol/settings.ts'
import { type SkillsAnswer, skillsAnswer } from '../../../protocol/skills.ts'
import type { Api } from '../../api/api-client.ts'
import { commandTexts as texts } from './command-texts.ts'

/** What can be said with a slash. A skill takes words after its name. */
export interface Command {
  name: string
  description: string
  isSkill: boolean
}

export interface CommandSource {
  skills: SkillsAnswer['skills']
  provider: string
  model: string
}

/** Asks the server what commands depend on. Throws an `ApiError`. */
export async function loadCommandSource(api: Api): Promise<CommandSource> {
  const [{ skills }, { provider, model }] = await Promise.all([
    api.get('/api/skills', skillsAnswer),
    api.get('/api/settings', settingsAnswer),
  ])
  return { skills, provider, model }
}

/** The commands that work with the provider that is chosen; without a source those that always do. */
export function commandsOf(source: CommandSource | null): Command[] {
  const own = (name: string, description: string) => ({ name, description, isSkill: false })
  const isDemo = source?.provider === 'demo'
  const commands = [
    own('new', texts.new),
    own('stop', texts.stop),
    // Other engines have nothing yet to which one could go back.
    ...(isDemo ? [own('undo', texts.undo)] : []),
    own('model', texts.model(source?.model ?? '')),
    own('help', texts.help),
  ]
  // The demo engine knows its own sentences only.
  const skills = isDemo ? [] : (source?.skills ?? [])
  return [
    ...commands,
    ...skills
      .filter(({ name }) => !['undo', ...commands.map((command) => command.name)].includes(name))
      .map(({ name, description }) => ({ name, description: description || texts.skill, isSkill: true })),
  ]
}

/** The commands that begin like a text; none when the text goes on after the name, or is no command at all. */
export function matching(commands: readonly Command[], text: string): Command[] {
  const begun = /^\/([\w:-]*)$/.exec(text)?.[1]?.toLowerCase()
  return begun === undefined ? [] : commands.filter(({ name }) => name.toLowerCase().startsWith(begun))
}
