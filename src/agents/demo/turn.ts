import type { Notice, PartUpdate } from '../../protocol/turn-parts.ts'
import { AppError, toAppError } from '../../system/errors.ts'
import type { Prompt } from '../agent.ts'
import { answerFiles, connectNotice } from './deeds/talk.ts'
import { grant } from './grant.ts'
import { type Change, createHands } from './hands.ts'
import { Interrupted, type Pace } from './pace.ts'
import { parseWishes } from './wishes/parse-wishes.ts'
import { titleOf } from './wishes/wish.ts'
import type { WorkspaceFolder } from './workspace-folder.ts'

export type TurnResult = { outcome: 'done' | 'stopped' } | { outcome: 'failed'; error: Notice }

/** Grants the wishes of a prompt one by one, saying so as it goes. Never rejects: what went wrong is in the result. */
export async function runTurn(deps: {
  prompt: Prompt
  now: Date
  folder: WorkspaceFolder
  pace: Pace
  lastChanges: readonly Change[]
  emit: (update: PartUpdate) => void
  onChange: (change: Change) => void
}): Promise<TurnResult> {
  const { prompt, now, folder, pace, lastChanges, onChange } = deps
  const isContinuation = prompt.isContinuation ?? false
  let isAfterText = false

  function emit(update: PartUpdate) {
    if (update.type !== 'plan') isAfterText = update.type === 'text'
    deps.emit(update)
  }
  async function say(text: string) {
    const chunks = pace.chunksOf(isAfterText ? `\n\n${text}` : text)
    for (const chunk of chunks) {
      await pace.pause()
      emit({ type: 'text', text: chunk })
    }
  }

  try {
    // What was spoken is in the text.
    const files = (prompt.files ?? []).filter(({ voice }) => !voice || prompt.text.trim() === '')
    // What was not understood, or not said at all, is about the files then.
    const wishes = parseWishes(prompt.text, now).filter(
      ({ kind }) => kind !== 'unknown' || files.length === 0,
    )
    const hands = createHands({ folder, pace, emit, onChange })
    const statuses = wishes.map((): 'pending' | 'in-progress' | 'done' => 'pending')
    const plan = (index: number, status: 'in-progress' | 'done' | 'pending') => {
      statuses[index] = status
      if (wishes.length > 1)
        emit({
          type: 'plan',
          entries: wishes.map((wish, at) => ({ title: titleOf(wish), status: statuses[at] ?? 'pending' })),
        })
    }
    if (isContinuation) await say('Going on where I stopped.')
    for (const [index, wish] of wishes.entries()) {
      plan(index, 'in-progress')
      try {
        await say(await grant({ hands, now, isContinuation, lastChanges }, wish))
        if (wish.kind === 'connect') emit({ type: 'notice', notice: connectNotice })
        plan(index, 'done')
      } catch (error) {
        if (!isAnswer(error)) throw error
        await say(error.message)
        plan(index, 'pending')
      }
    }
    if (files.length > 0) await say(answerFiles(files))
    return { outcome: 'done' }
  } catch (error) {
    if (error instanceof Interrupted) return { outcome: 'stopped' }
    const { kind, message } = toAppError(error)
    return { outcome: 'failed', error: { level: 'error', code: kind, text: message, action: 'retry' } }
  }
}

/** Whether an error only says why a wish cannot be granted; any other ends the turn. */
function isAnswer(error: unknown): error is AppError {
  return error instanceof AppError && (error.kind === 'conflict' || error.kind === 'too-large')
}
