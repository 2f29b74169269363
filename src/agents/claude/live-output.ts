import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../system/clock.ts'
import { AppError, codeOf, messageOf } from '../../system/errors.ts'
import type { Log } from '../../system/log.ts'
import { type FileInside, readInside } from '../../system/read-inside.ts'

const intervalMs = 500
/** Of what a command printed, the end. */
const mostBytes = 20_000

/**
 * Follows what a command of the engine prints while it runs. The messages of the engine do not have it, but version 2.1.329 writes it
 * to `<temporary folder>/claude-<user>/<folder of the project>/<session>/tasks/<task>.output`. Where that file is missing, or is not a
 * plain file, nothing is told.
 */
export function createLiveOutput(deps: {
  /** What the engine has as `CLAUDE_CODE_TMPDIR`; absolute. */
  temporaryDir: string
  clock: Pick<Clock, 'after'>
  log: Log
}) {
  const { temporaryDir, clock, log } = deps

  return function watchOutput(
    task: { sessionId: string; taskId: string },
    onOutput: (text: string) => void,
  ): () => void {
    let isStopped = false
    let cancel = () => {}
    let path: string | undefined
    let size = 0

    async function look() {
      path ??= await findFile(task)
      const end = path === undefined ? undefined : await readEnd(path)
      if (isStopped) return
      if (end !== undefined && end.size !== size) {
        size = end.size
        onOutput(end.bytes.toString('utf8'))
      }
      cancel = clock.after(intervalMs, follow)
    }
    function follow() {
      look().catch((error) =>
        log.warn({ error: messageOf(error) }, 'The output of a command can’t be followed'),
      )
    }

    follow()
    return () => {
      isStopped = true
      cancel()
    }
  }

  async function findFile({ sessionId, taskId }: { sessionId: string; taskId: string }) {
    // Both come from the process, and become part of a path.
    if (![sessionId, taskId].every((id) => /^[A-Za-z0-9-]+$/.test(id))) return undefined
    for (const user of await namesIn(temporaryDir)) {
      if (!user.startsWith('claude-')) continue
      for (const project of await namesIn(join(temporaryDir, user))) {
        const folder = join(user, project, sessionId, 'tasks')
        const name = `${taskId}.output`
        if ((await namesIn(join(temporaryDir, folder))).includes(name)) return join(folder, name)
      }
    }
    return undefined
  }

  /** A link is not followed: the command could have put it there. Undefined also for what is no plain file. */
  async function readEnd(path: string): Promise<FileInside | undefined> {
    try {
      return await readInside(temporaryDir, path, { maxBytes: mostBytes, isEnd: true })
    } catch (error) {
      if (error instanceof AppError) return undefined
      throw error
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}
