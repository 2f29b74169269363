import { constants } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../system/clock.ts'
import { codeOf, messageOf } from '../../system/errors.ts'
import type { Log } from '../../system/log.ts'

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
      const end = path === undefined ? undefined : await readEnd(path, size)
      if (isStopped) return
      if (end !== undefined) {
        size = end.size
        onOutput(end.text)
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
        const folder = join(temporaryDir, user, project, sessionId, 'tasks')
        const name = `${taskId}.output`
        if ((await namesIn(folder)).includes(name)) return join(folder, name)
      }
    }
    return undefined
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

/**
 * The end of a file that has not `knownSize` any more; undefined when nothing changed or it is gone. A link is not followed: the
 * command could have put it there.
 */
async function readEnd(path: string, knownSize: number): Promise<{ text: string; size: number } | undefined> {
  const file = await openPlain(path)
  if (file === undefined) return undefined
  try {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size === knownSize) return undefined
    const start = Math.max(0, stats.size - mostBytes)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(stats.size - start), { position: start })
    return { text: buffer.toString('utf8', 0, bytesRead), size: stats.size }
  } finally {
    await file.close()
  }
}

async function openPlain(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ELOOP') return undefined
    throw error
  }
}
