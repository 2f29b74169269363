import type { editableMemoryFiles } from '../../protocol/memory-files.ts'

export const memoryTexts = {
  lead: 'All that Bloby remembers between conversations is in these plain files. It reads them when a conversation begins, and it writes them too.',
  files: 'What it knows',
  purposes: {
    'MYSELF.md': 'Who the agent is',
    'MYHUMAN.md': 'What it knows of you',
    'MEMORY.md': 'Lasting knowledge',
  } satisfies Record<(typeof editableMemoryFiles)[number], string>,
  notes: 'Daily notes',
  notesLead: 'Its own record, day by day. They can be read here.',
  noNotes: 'It has written none yet.',
  older: (count: number, words: string) =>
    count === 1
      ? `${words} older note is in the folder memory.`
      : `${words} older notes are in the folder memory.`,
  changed: (when: string) => `Changed ${when}`,
  missing: 'Not written yet',
  unsavedMark: 'Not saved yet',
  empty: 'There is nothing in it.',
  edit: 'Edit',
  label: (name: string) => `Text of ${name}`,
  cancel: 'Cancel',
  unsaved: 'Your changes are not saved yet. They are kept while this page is open.',
  discardTitle: 'Throw your changes away?',
  discardLead: 'What you changed in this file and have not saved is lost.',
  discard: 'Throw away',
  keepEditing: 'Keep editing',
  tooLong: (most: string) => `This is longer than ${most}, the most that a file may have.`,
  conflictTitle: 'This file was changed meanwhile',
  conflictLead:
    'Nothing was lost, and nothing is saved yet. This is what is in it now; your own text is below.',
  now: 'What is in it now',
  saveMine: 'Save my text over it',
  takeTheirs: 'Keep what is there',
}
