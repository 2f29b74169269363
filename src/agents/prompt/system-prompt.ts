import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccessMode } from '../../protocol/settings.ts'
import { readMemory } from './memory.ts'

export interface SystemPromptRequest {
  workspaceDir: string
  now: Date
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string
  access: AccessMode
  /** Whether commands run in a sandbox of the operating system. */
  hasSandbox: boolean
  /** For models with a small context: a text of their own, and less memory. */
  isSmall: boolean
  ownerName?: string
}

const memoryLimits = { full: { maxLength: 8000 }, small: { maxLength: 1500 } }

/**
 * What the agent is told before a conversation: our rules, how things stand, and its memory. With the engine's own prompt it is
 * appended to that one; the small one stands alone.
 */
export async function createSystemPrompt(request: SystemPromptRequest): Promise<string> {
  const { workspaceDir, isSmall } = request
  const name = isSmall ? 'system-prompt-small.md' : 'system-prompt.md'
  const [rules, memory] = await Promise.all([
    readFile(join(import.meta.dirname, name), 'utf8'),
    readMemory(workspaceDir, dayOf(request), isSmall ? memoryLimits.small : memoryLimits.full),
  ])
  return `${rules.trim()}\n\n${situation(request)}\n\n# Your memory\n\n${memory}\n`
}

function situation({
  workspaceDir,
  now,
  timeZone,
  access,
  hasSandbox,
  ownerName,
}: SystemPromptRequest): string {
  const time = now.toLocaleString('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' })
  const lines = [
    `The workspace is ${workspaceDir}.`,
    ownerName ? `Your owner is called ${JSON.stringify(ownerName)}.` : undefined,
    `This prompt was written on ${time} (${timeZone}). Ask \`date\` when the time matters.`,
    access === 'computer'
      ? 'Your owner lets you use the whole computer, unasked. Outside the workspace change only what you were asked to change.'
      : 'You are free inside the workspace. What is outside needs an approval that your owner gives in the chat; keys and logins are closed to you. When something is refused, say so and offer another way: never work around it.',
    access === 'workspace' && !hasSandbox
      ? 'This computer has no sandbox for commands, so each command needs an approval. Prefer your file tools.'
      : undefined,
  ]
  return `# How things stand\n\n${lines
    .filter((line) => line !== undefined)
    .map((line) => `- ${line}`)
    .join('\n')}`
}

/** The day in the owner's time zone, as `2026-11-21`. */
function dayOf({ now, timeZone }: SystemPromptRequest): string {
  return now.toLocaleDateString('sv-SE', { timeZone })
}
