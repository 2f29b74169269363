import { randomUUID } from 'node:crypto'
import { fsync, fsyncSync, rmSync, write, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { maxFileBytes } from '../../protocol/file-limits.ts'
import type { SentFile } from '../../protocol/turn-parts.ts'
import type { Clock } from '../../system/clock.ts'
import { AppError, codeOf } from '../../system/errors.ts'
import { headBytes, mediaTypeOf } from '../../system/media-type.ts'
import { type OpenedFile, openInside } from '../../system/open-inside.ts'
import { createFileRows } from '../store/files.ts'
import { createDraft, type Draft, filesFolder, removeDrafts } from './draft.ts'
import { shownName, storedName } from './file-name.ts'

/** What a device says of a file. */
export interface FileLabel {
  name: string
  mediaType: string
}

/** The files that the owner sent: the bytes in the workspace, where the agent finds them, and a row for each. */
export interface Files {
  find(id: string): SentFile | undefined
  /**
   * Puts a file on disk, whole. It has no row yet: `record` it in the transaction that needs it, or `discard` it.
   * @throws AppError in words: too large, disk full, folder not usable
   */
  save(file: FileLabel & { bytes: Uint8Array }): SentFile
  /** Adds the row of a file that was saved. */
  record(file: SentFile): void
  /** Removes a file that was saved and is in no row. */
  discard(file: SentFile): void
  /** Saves and records a file as it comes in. @throws AppError as `save`; what `chunks` throws goes through */
  receive(label: FileLabel, chunks: AsyncIterable<Uint8Array>): Promise<SentFile>
  /** Opens what is at a file's place now. @throws AppError `not-found` */
  open(file: SentFile): Promise<OpenedFile>
  /** Removes what a supervisor that died left half written. */
  removeUnfinished(): void
}

const writeTo = promisify(write)
const flush = promisify(fsync)

export function createFiles(deps: { db: DatabaseSync; clock: Pick<Clock, 'now'>; workspace: string }): Files {
  const { clock, workspace } = deps
  const rows = createFileRows(deps)
  const record = (file: SentFile) => rows.insert(file, clock.now())

  function publish(draft: Draft, label: FileLabel, size: number, head: Uint8Array): SentFile {
    const date = dayOf(clock.now())
    return {
      id: randomUUID(),
      name: shownName(label.name),
      mediaType: mediaTypeOf(label.mediaType, head),
      size,
      path: `files/${draft.publish((count) => storedName(label.name, date, count))}`,
    }
  }
  function begin(): Draft {
    return createDraft(filesFolder(workspace))
  }
  function discard(file: SentFile): void {
    rmSync(join(filesFolder(workspace), basename(file.path)), { force: true })
  }

  return {
    find: rows.find,
    record,
    discard,
    async open({ path }) {
      const opened = await openInside(workspace, path).catch((error: unknown) => {
        throw isForeign(error) ? notThere(path, error) : error
      })
      if (opened === undefined) throw notThere(path)
      return opened
    },
    removeUnfinished: () => removeDrafts(filesFolder(workspace)),

    save({ bytes, ...label }) {
      refuseLarger(bytes.byteLength)
      try {
        const draft = begin()
        try {
          for (let at = 0; at < bytes.byteLength; ) at += writeSync(draft.fd, bytes, at)
          fsyncSync(draft.fd)
          return publish(draft, label, bytes.byteLength, bytes)
        } catch (error) {
          draft.discard()
          throw error
        }
      } catch (error) {
        throw inWords(error)
      }
    },

    async receive(label, chunks) {
      let size = 0
      let head = new Uint8Array()
      try {
        const draft = begin()
        try {
          for await (const chunk of chunks) {
            size += chunk.byteLength
            refuseLarger(size)
            if (head.byteLength < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes)])
            for (let at = 0; at < chunk.byteLength; ) at += (await writeTo(draft.fd, chunk, at)).bytesWritten
          }
          await flush(draft.fd)
          const file = publish(draft, label, size, head)
          try {
            record(file)
          } catch (error) {
            discard(file)
            throw error
          }
          return file
        } catch (error) {
          draft.discard()
          throw error
        }
      } catch (error) {
        throw inWords(error)
      }
    },
  }
}

/** @throws AppError `too-large` for a file that is larger than any that is taken */
export function refuseLarger(bytes: number): void {
  if (bytes > maxFileBytes) throw new AppError('too-large', 'This file is too large: 25 MB is the most.')
}

/** Whether something else was put in the place of a file: a link, a folder, a pipe. */
function isForeign(error: unknown): boolean {
  return error instanceof AppError && (error.kind === 'forbidden' || error.kind === 'invalid')
}

function notThere(path: string, cause?: unknown): AppError {
  return new AppError('not-found', `The file ${path} is not there any more.`, { cause })
}

/** The date where this computer is, as `2026-11-21`. */
function dayOf(now: number): string {
  const date = new Date(now)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function inWords(error: unknown): unknown {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError(
      'unavailable',
      'The file could not be saved: the disk is full. Free some space on this computer and try again.',
      { cause: error },
    )
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new AppError(
      'unavailable',
      'The file could not be saved: the workspace’s folder “files” cannot be written to. Check its permissions.',
      { cause: error },
    )
  return error
}
