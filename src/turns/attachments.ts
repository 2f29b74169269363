import { type Files, refuseLarger } from '../platform/files/files.ts'
import type { ClientMessage } from '../protocol/chat.ts'
import { mostFiles } from '../protocol/file-limits.ts'
import type { SentFile } from '../protocol/turn-parts.ts'
import { AppError } from '../system/errors.ts'

type Attachment = NonNullable<Extract<ClientMessage, { type: 'user:message' }>['attachments']>[number]

/** The files of a message of the owner's, whether they come with it or were sent before. */
export function createAttachments(files: Pick<Files, 'save' | 'record' | 'discard' | 'find'>) {
  return {
    /**
     * Puts the files on disk and calls `use` with all of them; what came with the message gets its rows when `use` calls
     * `recordFiles`, in its transaction. When anything fails, the files are removed again. Gives what `use` gives.
     * @throws AppError for files that cannot be taken
     */
    keep<T>(
      attachments: readonly Attachment[],
      use: (all: readonly SentFile[], recordFiles: () => void) => T,
    ): T {
      if (attachments.length > mostFiles)
        throw wrong(`A message has room for ${mostFiles} files. Send the others with the next one.`)
      const saved: SentFile[] = []
      try {
        const all = attachments.map((attachment) => {
          if (attachment.fileId !== undefined) return known(attachment)
          const file = files.save({ ...attachment, bytes: bytesOf(attachment) })
          saved.push(file)
          return withVoice(file, attachment.voice)
        })
        return use(all, () => saved.forEach(files.record))
      } catch (error) {
        for (const file of saved) if (files.find(file.id) === undefined) files.discard(file)
        throw error
      }
    },
  }

  function known({ fileId = '', name, voice }: Attachment): SentFile {
    const file = files.find(fileId)
    if (file === undefined) throw wrong(`“${name}” is not on this computer any more. Attach it again.`)
    return withVoice(file, voice)
  }
}

function withVoice(file: SentFile, voice: Attachment['voice']): SentFile {
  return voice === undefined ? file : { ...file, voice }
}

function bytesOf({ name, data }: Attachment): Uint8Array {
  if (data === undefined) throw wrong(`“${name}” came without its content. Attach it again.`)
  const digits = data.endsWith('==') ? data.length - 2 : data.length - (data.endsWith('=') ? 1 : 0)
  const length = Math.floor((digits * 3) / 4)
  refuseLarger(length)
  const bytes = Buffer.from(data, 'base64')
  // Node leaves out what is no base64, so less comes out of it. One digit alone holds no byte.
  if (bytes.length !== length || digits % 4 === 1)
    throw wrong(
      `The content of “${name}” is not valid base64, so it was damaged on its way. Attach it again.`,
    )
  return bytes
}

function wrong(message: string): AppError {
  return new AppError('invalid', message, { field: 'attachments' })
}
