import * as v from 'valibot'
import { AppError } from '../../../system/errors.ts'
import type { Tool } from '../tool.ts'
import { type MemoryFiles, readMemoryFiles } from './memory-files.ts'
import { type MemoryMatch, searchMemory } from './search-memory.ts'
import { type MessageFound, type SearchMessages, searchMessagesFor } from './search-messages.ts'

const input = v.object({
  query: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'Needs at least one word'),
    v.maxLength(400),
    v.description('Words to look for, not a question: the names and things that would stand in it'),
  ),
  limit: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(50),
      v.description(
        'How many matches at most from the memory files and from the conversations each; 10 unless told',
      ),
    ),
  ),
})

/** Finds what was said in any conversation and what stands in the memory files. */
export function createRecall(deps: {
  workspace: () => string
  searchMessages: SearchMessages
}): Tool<typeof input> {
  return {
    name: 'recall',
    description:
      'Searches everything ever said in any conversation with your owner, and your memory files (MYSELF.md, MYHUMAN.md, ' +
      'MEMORY.md, memory/*.md). Use it before you say that you do not know or do not remember something, and when the owner ' +
      'refers to something from before. Gives short passages with their date and source; read a memory file for more of it.',
    kind: 'search',
    input,
    title: ({ query }) => `Search memory for “${query}”`,
    async run({ query, limit = 10 }) {
      const words = wordsOf(query)
      if (words.length === 0) throw new AppError('invalid', 'query: needs at least one word.')
      const memory = await readMemoryFiles(deps.workspace())
      return answer(query, {
        notes: searchMemory(memory.files, words, limit),
        messages: searchMessagesFor(deps.searchMessages, words, limit),
        leftOut: memory.leftOut,
      })
    },
  }
}

function wordsOf(query: string): string[] {
  return [...new Set(query.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, 20)
}

function answer(
  query: string,
  found: { notes: MemoryMatch[]; messages: MessageFound[]; leftOut: MemoryFiles['leftOut'] },
): string {
  const notes = found.notes.map(({ path, line, day, snippet }) => `- ${path}:${line} (${day}): ${snippet}`)
  const messages = found.messages.map(
    ({ at, role, title, snippet }) =>
      `- ${dayAndTime(at)}, ${role === 'user' ? 'your owner' : 'you'}, in “${title}”: ${snippet}`,
  )
  const sections = [
    notes.length > 0 ? `In your memory files:\n${notes.join('\n')}` : '',
    messages.length > 0 ? `In conversations:\n${messages.join('\n')}` : '',
    found.notes.length + found.messages.length === 0
      ? `Nothing was found for “${query}”. Other words may find it.`
      : '',
    found.leftOut.length > 0 ? `Not searched:\n${found.leftOut.map((each) => `- ${each}`).join('\n')}` : '',
  ]
  return sections.filter((section) => section !== '').join('\n\n')
}

/** In this computer's time: `2026-11-21 14:02`. */
function dayAndTime(at: number): string {
  return new Date(at).toLocaleString('sv-SE').slice(0, 16)
}
