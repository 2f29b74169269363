import * as v from 'valibot'
import type { FileDiff } from '../../../protocol/turn-parts.ts'
import type { ContentBlock } from '../sdk-messages.ts'

const mostCharacters = 20_000
const mostPatchCharacters = 60_000

const bashResult = v.object({ stdout: v.string(), stderr: v.string() })
const agentResult = v.object({
  content: v.array(v.object({ type: v.literal('text'), text: v.string() })),
})
const changedFile = v.object({
  filePath: v.string(),
  /** Of a written file. */
  type: v.optional(v.picklist(['create', 'update'])),
  content: v.optional(v.string()),
  structuredPatch: v.array(
    v.object({
      oldStart: v.number(),
      oldLines: v.number(),
      newStart: v.number(),
      newLines: v.number(),
      lines: v.array(v.string()),
    }),
  ),
})

/** What the owner gets to see of a result: for a few tools the tool's own result, else what the model reads. */
export function outputOf(name: string, block: ContentBlock, own: unknown): string {
  if (name === 'Bash' && v.is(bashResult, own) && (own.stdout !== '' || own.stderr !== ''))
    return capped([own.stdout, own.stderr].filter(Boolean).join('\n'), 'end')
  if ((name === 'Agent' || name === 'Task') && v.is(agentResult, own))
    return capped(
      own.content
        .map((part) => part.text.trim())
        .filter((text) => text !== '' && !text.startsWith('<tools-used'))
        .join('\n\n'),
    )
  return capped(withoutMarks(textOf(block.content)))
}

/** Of a command the end is kept, where it says how it went; of the rest the beginning. */
export function capped(text: string, kept: 'beginning' | 'end' = 'beginning'): string {
  const trimmed = text.trimEnd()
  if (trimmed.length <= mostCharacters) return trimmed
  const left = (trimmed.length - mostCharacters).toLocaleString('en-US')
  return kept === 'end'
    ? `… ${left} characters before this are not shown.\n${trimmed.slice(-mostCharacters)}`
    : `${trimmed.slice(0, mostCharacters)}\n… ${left} more characters are not shown.`
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: unknown) => {
      if (v.is(v.object({ type: v.literal('text'), text: v.string() }), part)) return part.text
      if (v.is(v.object({ type: v.string() }), part)) return `[${part.type}]`
      return ''
    })
    .filter((text) => text !== '')
    .join('\n')
}

/** What the engine wraps around results for the model alone. */
function withoutMarks(text: string): string {
  return text
    .replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '')
    .replace(/<\/?tool_use_error>/g, '')
    .trim()
}

/** What `Write` or `Edit` did to a file, from the tool's own result; undefined for other results. */
export function diffOf(own: unknown, shownPath: (path: string) => string): FileDiff | undefined {
  if (!v.is(changedFile, own)) return undefined
  const hunks =
    own.type === 'create' && own.content
      ? [wholeFile(own.content)]
      : own.structuredPatch.map((hunk) => ({
          head: `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
          lines: hunk.lines,
        }))
  const lines = hunks.flatMap((hunk) => hunk.lines)
  if (lines.length === 0) return undefined
  return {
    path: shownPath(own.filePath),
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    patch: cappedPatch(hunks.map((hunk) => [hunk.head, ...hunk.lines].join('\n')).join('\n')),
  }
}

function wholeFile(content: string): { head: string; lines: string[] } {
  const lines = content.replace(/\n$/, '').split('\n')
  return { head: `@@ -0,0 +1,${lines.length} @@`, lines: lines.map((line) => `+${line}`) }
}

function cappedPatch(patch: string): string {
  if (patch.length <= mostPatchCharacters) return patch
  const end = patch.lastIndexOf('\n', mostPatchCharacters)
  return patch.slice(0, end === -1 ? mostPatchCharacters : end)
}
