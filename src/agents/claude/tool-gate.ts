import type { AccessMode } from '../../protocol/settings.ts'
import type { Question } from '../../protocol/turn-parts.ts'
import type { Boundary, Judgement } from './boundary.ts'
import { type OwnerQuestions, Unanswered } from './owner-questions.ts'
import type { CanUseTool, PermissionResult, PreToolUseInput, PreToolUseOutput } from './sdk.ts'

export interface ToolGateDeps {
  boundary: Boundary
  questions: OwnerQuestions
  /** Of the turn that runs. */
  turn: () => { access: AccessMode; isScheduled: boolean }
  /** What the owner allowed for as long as the conversation is open, by the subjects of judgements; added to here. */
  always: Set<string>
  /** Remembers a host for good. */
  allowHost: (host: string) => void
}

const nobodyThere =
  'This turn was started by the clock, and nobody is there to allow it. Do without, or say what you would need.'

/** Judges every use of a tool before it happens, and asks the owner where the boundary says so. */
export function createToolGate({ boundary, questions, turn, always, allowHost }: ToolGateDeps) {
  function judge(tool: string, input: Record<string, unknown>): Judgement {
    const { access, isScheduled } = turn()
    const judged = boundary.judge(tool, input, access)
    const isKnown = judged.decision === 'ask' && !isScheduled && always.has(judged.subject)
    return isKnown ? { decision: 'allow' } : judged
  }

  async function askOwner(
    request: Extract<Judgement, { decision: 'ask' }>,
    input: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<PermissionResult> {
    if (turn().isScheduled) return { behavior: 'deny', message: nobodyThere }
    const { decision, reason } = await questions.approve(request, signal)
    if (decision === 'deny') {
      const why = reason === undefined ? '' : ` In the owner’s words: ${reason}`
      return { behavior: 'deny', message: `The owner did not allow this.${why}` }
    }
    if (decision === 'always') {
      if (request.host !== undefined) allowHost(request.host)
      else always.add(request.subject)
    }
    return { behavior: 'allow', updatedInput: input }
  }

  const canUseTool: CanUseTool = async (tool, input, { signal }) => {
    try {
      if (tool === 'AskUserQuestion') return await answerQuestions(input, signal)
      const judged = judge(tool, input)
      if (judged.decision === 'allow') return { behavior: 'allow', updatedInput: input }
      if (judged.decision === 'deny') return { behavior: 'deny', message: judged.reason }
      return await askOwner(judged, input, signal)
    } catch (error) {
      if (error instanceof Unanswered) return { behavior: 'deny', message: error.message, interrupt: true }
      throw error
    }
  }

  async function answerQuestions(
    input: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<PermissionResult> {
    if (turn().isScheduled) return { behavior: 'deny', message: nobodyThere }
    const asked = questionsOf(input)
    const answers = await Promise.all(asked.map((question) => questions.ask(question, signal)))
    const byText = Object.fromEntries(asked.map(({ text }, index) => [text, answers[index] ?? '']))
    return { behavior: 'allow', updatedInput: { ...input, answers: byText } }
  }

  return {
    canUseTool,
    async beforeTool({ tool_name: tool, tool_input, cwd }: PreToolUseInput): Promise<PreToolUseOutput> {
      // Its answers are put in by `canUseTool`, which is asked only where no hook has decided.
      if (tool === 'AskUserQuestion') return {}
      const input = boundary.pin(tool, tool_input, cwd)
      const judged = judge(tool, input)
      return {
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: judged.decision,
          ...(input !== tool_input && { updatedInput: input }),
          ...(judged.decision === 'deny' && { permissionDecisionReason: judged.reason }),
        },
      }
    },
  }
}

/** The questions of an `AskUserQuestion`, whose input is `{questions: [{question, options: [{label, description}], multiSelect}]}`. */
function questionsOf(input: Record<string, unknown>): Pick<Question, 'text' | 'options' | 'isMultiple'>[] {
  const list = Array.isArray(input.questions) ? input.questions : []
  return list.map((each) => ({
    text: String(each?.question ?? ''),
    options: (Array.isArray(each?.options) ? each.options : []).map(
      (option: { label?: unknown; description?: unknown }) => ({
        label: String(option?.label ?? ''),
        ...(typeof option?.description === 'string' && { description: option.description }),
      }),
    ),
    ...(each?.multiSelect === true && { isMultiple: true }),
  }))
}
