import { settingsAnswer } from '../../../protocol/settings.ts'
import type { CommandDesk } from './command-desk.ts'
import { commandTexts as texts } from './command-texts.ts'
import { commandsOf, loadCommandSource } from './commands.ts'

/**
 * Does what a text that begins with a slash asks for. False when it is no command: people also write paths. Words after a command that
 * takes none stay in the field. Throws an `ApiError`, and then the text is still there.
 */
export async function runCommand(text: string, desk: CommandDesk): Promise<boolean> {
  const { chat, conversation, write, say } = desk
  const [, name = '', rest = ''] = /^\/([\w:-]+)(?:\s+([\s\S]*))?$/.exec(text.trim()) ?? []
  switch (name) {
    case 'new':
      write('')
      void chat.attempt(chat.active.begin)
      if (rest === '') chat.focusComposer()
      else chat.compose(rest)
      return true
    case 'stop': {
      const { id, turn } = conversation.store.getState()
      if (turn !== null && !chat.tell({ type: 'user:stop', conversationId: id })) return true
      write(rest)
      if (turn === null) say(texts.nothingRuns)
      return true
    }
    case 'help':
      write(rest)
      desk.openHelp()
      return true
    case 'model':
      if (rest === '') {
        write('')
        chat.openSettings('provider/model')
        return true
      }
      await chat.api.ask('PUT', '/api/settings', { model: rest }, settingsAnswer)
      chat.settingsChanged()
      write('')
      say(texts.modelIs(rest))
      return true
  }
  const source = await loadCommandSource(chat.api).catch(() => null)
  if (name === 'undo') {
    if (source?.provider === 'demo') {
      write(rest)
      chat.send('undo')
    } else say(texts.noUndo)
    return true
  }
  const skill = commandsOf(source).find((command) => command.isSkill && command.name === name)
  if (skill) desk.send(texts.askForSkill(skill.name, rest))
  return skill !== undefined
}
