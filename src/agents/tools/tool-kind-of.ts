import * as v from 'valibot'
import type { ToolKind } from '../../protocol/turn-parts.ts'
import type { Tool } from './tool.ts'

/** How engines of the Model Context Protocol name a tool of the server `bloby`. */
const prefix = 'mcp__bloby__'

/**
 * How the chat shows calls of one of our tools, named with or without the prefix of its server; undefined for tools of others.
 * `title` takes what the model sent, which may still be wrong or half there.
 */
export function toolKindOf(
  tools: readonly Tool[],
  name: string,
): { kind: ToolKind; title(input: unknown): string } | undefined {
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : name
  const tool = tools.find((each) => each.name === own)
  if (tool === undefined) return undefined
  return {
    kind: tool.kind,
    title(input) {
      const parsed = v.safeParse(tool.input, input)
      return parsed.success ? shortened(tool.title(parsed.output)) : sentenceOf(tool.name)
    },
  }
}

const mostCharacters = 120

function shortened(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim()
  return line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters - 1)}…`
}

/** `app_logs` → "App logs" */
function sentenceOf(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
