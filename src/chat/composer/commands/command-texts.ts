/** The words of the commands that begin with a slash. */
export const commandTexts = {
  label: 'Commands',
  count: (count: number) =>
    count === 1
      ? 'One command. Enter chooses it.'
      : `${count} commands. Choose with the arrow keys and Enter.`,
  new: 'Begin a new conversation',
  stop: 'Stop what is running',
  undo: 'Take back the last change',
  model: (model: string) => (model === '' ? 'Change the model' : `Change the model, now ${model}`),
  help: 'What you can do here',
  skill: 'Use this skill',
  nothingRuns: 'Nothing is running.',
  noUndo: 'Changes cannot be taken back with this provider yet. Ask in your own words.',
  modelIs: (model: string) => `The model is now ${model}.`,
  askForSkill: (name: string, words: string) =>
    words === '' ? `Use the skill “${name}”.` : `Use the skill “${name}”: ${words}`,
  helpTitle: 'What you can do here',
  helpLead: 'Write what you want in your own words. These are for when your hands are on the keys:',
  keys: {
    send: 'Send, or queue while Bloby works',
    line: 'A new line',
    slash: 'Commands',
    move: 'Move a queued message',
    close: 'Close what is open',
  },
  files: 'Files can be pasted or dropped anywhere in the chat.',
}
