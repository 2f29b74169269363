import { relative, resolve, sep } from 'node:path'
import * as v from 'valibot'
import type { ToolCall, ToolKind } from '../../../protocol/turn-parts.ts'
import { isInside } from '../../../system/is-inside.ts'

/** How calls of one of Bloby's own tools are shown. */
export interface OwnToolWords {
  kind: ToolKind
  title(input: unknown): string
}

/** Calls that the owner sees in another form: as a question, or as words of the engine to itself. */
const hidden: readonly string[] = [
  'AskUserQuestion',
  'mcp__bloby__ask',
  'EnterPlanMode',
  'ExitPlanMode',
  'TaskOutput',
  'BashOutput',
  'StructuredOutput',
]
export function isHiddenTool(name: string): boolean {
  return hidden.includes(name)
}

/** What a row of a call says, by the name of the tool and its input, which may be half there. */
export function createToolWords(workspaceDir: string, ownTool?: (name: string) => OwnToolWords | undefined) {
  function shownPath(path: string): string {
    const absolute = resolve(workspaceDir, path)
    const way = relative(workspaceDir, absolute)
    return way !== '' && isInside(workspaceDir, absolute) ? way.replaceAll(sep, '/') : absolute
  }

  function onFile(kind: ToolKind, path: string | undefined, line?: number): Words {
    if (path === undefined) return { kind, title: 'a file', locations: [] }
    const shown = shownPath(path)
    return { kind, title: shown, locations: [{ path: shown, ...(line !== undefined && { line }) }] }
  }
  function plain(kind: ToolKind, title: string): Words {
    return { kind, title: oneLine(title), locations: [] }
  }

  function wordsOf(name: string, input: unknown): Words {
    const own = ownTool?.(name)
    if (own !== undefined) return { kind: own.kind, title: own.title(input), locations: [] }
    const parsed = v.safeParse(fields, input)
    const given: v.InferOutput<typeof fields> = parsed.success ? parsed.output : {}
    switch (name) {
      case 'Read':
        return onFile('read', given.file_path, given.offset)
      case 'Write':
      case 'Edit':
        return onFile('edit', given.file_path)
      case 'NotebookEdit':
        return onFile('edit', given.notebook_path)
      case 'Bash':
        return plain('execute', given.command ?? 'a command')
      case 'Monitor':
        return plain('execute', given.command ?? given.description ?? 'a command')
      case 'Grep':
      case 'Glob': {
        const where = given.path === undefined ? undefined : shownPath(given.path)
        const isWholeWorkspace = where === undefined || resolve(where) === resolve(workspaceDir)
        const title = isWholeWorkspace ? `${given.pattern ?? ''}` : `${given.pattern ?? ''} in ${where}`
        return { ...plain('search', title), locations: isWholeWorkspace ? [] : [{ path: where }] }
      }
      case 'WebFetch':
        return plain('fetch', given.url ?? 'a page')
      case 'WebSearch':
        return plain('fetch', given.query ?? 'the web')
      case 'Agent':
      case 'Task':
        return plain('think', given.description ?? 'a helper')
      case 'Skill':
        return plain('other', `the skill ${given.skill ?? given.command ?? ''}`.trim())
      case 'ToolSearch':
        return plain('search', given.query ?? 'tools')
      case 'TaskStop':
      case 'KillShell':
        return plain('other', 'a stop of a background task')
    }
    const [, server, tool] = /^mcp__(.+?)__(.+)$/.exec(name) ?? []
    if (server !== undefined && tool !== undefined)
      return plain('other', `${readable(server)}: ${readable(tool)}`)
    return plain('other', readable(name))
  }

  return { wordsOf, shownPath }
}
export type ToolWordsOf = ReturnType<typeof createToolWords>
export type Words = Pick<ToolCall, 'kind' | 'title' | 'locations'>

const text = v.optional(v.fallback(v.optional(v.string()), undefined))
const fields = v.object({
  file_path: text,
  notebook_path: text,
  path: text,
  command: text,
  description: text,
  pattern: text,
  url: text,
  query: text,
  skill: text,
  offset: v.optional(v.fallback(v.optional(v.number()), undefined)),
})

const longestTitle = 400

function oneLine(title: string): string {
  const line = title.replace(/\s*\n\s*/g, ' ⏎ ').trim()
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1)}…`
}

/** `plugin_notes-app` → "plugin notes-app", `createIssue` → "create issue" */
function readable(name: string): string {
  return name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .trim()
}
