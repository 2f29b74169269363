import * as v from 'valibot'
import { AppError, toAppError } from '../../system/errors.ts'
import { cappedText } from './capped-text.ts'
import type { Tool, ToolContext } from './tool.ts'

export interface ToolResult {
  text: string
  isError: boolean
}

/** Well under what engines take of one tool's answer, so that it is our note that tells the model of what is missing. */
const mostCharacters = 20_000

/**
 * Calls a tool with what a model sent. Never rejects: a wrong name, a wrong input, a failure and a stopped turn are words for the
 * model, which can then do better. `logBug` is told of errors that are not meant for anyone.
 */
export async function runTool(
  { tools, logBug }: { tools: readonly Tool[]; logBug: (error: unknown, tool: string) => void },
  call: { name: string; input: unknown },
  context: ToolContext,
): Promise<ToolResult> {
  const tool = tools.find(({ name }) => name === call.name)
  if (tool === undefined) return failure(`There is no tool named ${call.name}.`)
  const input = v.safeParse(tool.input, call.input ?? {})
  if (!input.success) return failure(`Wrong input for ${tool.name}. ${faultsInWords(input.issues)}`)
  const { signal } = context
  if (signal.aborted) return stopped
  return await new Promise((resolve) => {
    const stop = () => resolve(stopped)
    signal.addEventListener('abort', stop, { once: true })
    tool
      .run(input.output, context)
      .then((text) => ({ text: cappedText(text, mostCharacters), isError: false }))
      .catch((error: unknown) => {
        if (signal.aborted) return stopped
        if (!(error instanceof AppError)) logBug(error, tool.name)
        return failure(cappedText(toAppError(error).message, mostCharacters))
      })
      .then(resolve)
      .finally(() => signal.removeEventListener('abort', stop))
  })
}

const stopped: ToolResult = { text: 'The owner stopped this.', isError: true }

function failure(text: string): ToolResult {
  return { text, isError: true }
}

function faultsInWords(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .slice(0, 5)
    .map((issue) => {
      const path = v.getDotPath(issue)
      return `${path === null ? '' : `${path}: `}${issue.message}.`
    })
    .join(' ')
}
