import { randomUUID } from 'node:crypto'
import type { PartUpdate, ToolCall } from '../../protocol/turn-parts.ts'
import { messageOf } from '../../system/errors.ts'
import { fileDiff } from './file-diff.ts'
import { Interrupted, type Pace } from './pace.ts'
import type { WorkspaceFolder } from './workspace-folder.ts'

/** A change that can be taken back: a file's text before and after (null: not there), or a note that was kept. */
export type Change =
  | { kind: 'file'; path: string; before: string | null; after: string | null }
  | { kind: 'note'; id: string; text: string }

export interface FileEdit {
  path: string
  /** null removes the file. */
  after: string | null
}

/** What the engine works with: each use is shown as a tool call, and each change is remembered for undo. */
export interface Hands {
  /** A file's text without showing it; null when there is no file. */
  look(path: string): Promise<string | null>
  /** The same, shown as a read with its text. */
  read(path: string): Promise<string | null>
  /** Writes several files, all or none. */
  edit(edits: FileEdit[]): Promise<void>
  /** Anything else that is worth showing; gives what `work` gives. */
  use<T>(
    tool: Pick<ToolCall, 'name' | 'kind' | 'title' | 'locations'>,
    work: () => Promise<{ result: T; output?: string }>,
  ): Promise<T>
  remember(change: Change): void
  /** The real absolute path of a file of the workspace. */
  locate(path: string): Promise<string>
}

const shownLength = 4000
const toolChunks = 8

export function createHands(deps: {
  folder: WorkspaceFolder
  pace: Pace
  emit: (update: PartUpdate) => void
  onChange: (change: Change) => void
}): Hands {
  const { folder, pace, emit, onChange } = deps

  async function use<T>(
    tool: Pick<ToolCall, 'name' | 'kind' | 'title' | 'locations'>,
    work: () => Promise<{ result: T; output?: string; diff?: ToolCall['diff'] }>,
  ): Promise<T> {
    const call: ToolCall = { id: randomUUID(), ...tool, status: 'running' }
    emit({ type: 'tool', tool: call })
    try {
      await pace.pause(toolChunks)
      const { result, ...shown } = await work()
      emit({ type: 'tool', tool: { ...call, ...shown, status: 'done' } })
      return result
    } catch (error) {
      if (error instanceof Interrupted) emit({ type: 'tool', tool: { ...call, status: 'stopped' } })
      else emit({ type: 'tool', tool: { ...call, status: 'failed', output: messageOf(error) } })
      throw error
    }
  }

  async function put(path: string, text: string | null) {
    if (text === null) await folder.remove(path)
    else await folder.write(path, text)
  }

  return {
    look: (path) => folder.read(path),
    read: (path) =>
      use({ name: 'read', kind: 'read', title: `Read ${path}`, locations: [{ path }] }, async () => {
        const text = await folder.read(path)
        return { result: text, output: text === null ? 'There is no such file.' : text.slice(0, shownLength) }
      }),
    async edit(edits) {
      const done: (Change & { kind: 'file' })[] = []
      try {
        for (const { path, after } of edits) {
          const before = await folder.read(path)
          if (before === after) continue
          const kind = after === null ? 'delete' : 'edit'
          const verb = after === null ? 'Delete' : before === null ? 'Write' : 'Edit'
          await use({ name: kind, kind, title: `${verb} ${path}`, locations: [{ path }] }, async () => {
            await put(path, after)
            done.push({ kind: 'file', path, before, after })
            return { result: undefined, diff: fileDiff(path, before ?? '', after ?? '') }
          })
        }
      } catch (error) {
        // Half of a change would leave the app broken.
        for (const { path, before } of done.toReversed()) await put(path, before)
        throw error
      }
      for (const change of done) onChange(change)
    },
    use,
    remember: onChange,
    locate: folder.locate,
  }
}
