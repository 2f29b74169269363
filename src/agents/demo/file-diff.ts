import { structuredPatch } from 'diff'
import type { FileDiff } from '../../protocol/turn-parts.ts'

/** What changed in a file; '' stands for a file that is not there. */
export function fileDiff(path: string, before: string, after: string): FileDiff {
  const { hunks } = structuredPatch(path, path, before, after, '', '', { context: 3 })
  const lines = hunks.flatMap((hunk) => hunk.lines)
  return {
    path,
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    patch: hunks
      .map(({ oldStart, oldLines, newStart, newLines, lines }) =>
        [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines].join('\n'),
      )
      .join('\n'),
  }
}
