import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, codeOf } from '../system/errors.ts'
import { isPicture, sniffMediaType } from '../system/media-type.ts'
import { writeFileAtomically } from '../system/write-file.ts'

export const maxBubbleBytes = 5 * 1024 * 1024
const maxStillBytes = 256 * 1024
/** How many of its first bytes tell its type. */
const headBytes = 64

/** `loop`: what the owner chose, a picture or a short film. `still`: one picture of it, for where nothing may move. */
export type BubblePart = 'loop' | 'still'

export interface BubbleState {
  mediaType: string
  /** Differs after each change. */
  version: string
}

export interface BubbleFile {
  /** Undefined when the owner set none, or what is there is no picture or film. */
  describe(part: BubblePart): BubbleState | undefined
  /** As `describe`, with all of it. */
  read(part: BubblePart): (BubbleState & { bytes: Buffer }) | undefined
  /** Replaces it, whole or not at all; another loop forgets the still. @throws AppError `invalid` for what is no picture or film, `too-large` */
  write(part: BubblePart, bytes: Uint8Array): void
  remove(): void
}

/** What the owner gave the bubble to look like, in the home. Its type is told by its content alone. */
export function createBubbleFile({ home }: { home: string }): BubbleFile {
  const pathOf = (part: BubblePart) => join(home, part === 'loop' ? 'bubble' : 'bubble-still')
  const forget = (part: BubblePart) => rmSync(pathOf(part), { force: true })

  function open<T>(part: BubblePart, use: (fd: number, state: BubbleState) => T): T | undefined {
    let fd: number
    try {
      fd = openSync(pathOf(part), 'r')
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
    try {
      const head = Buffer.alloc(headBytes)
      const mediaType = bubbleTypeOf(head.subarray(0, readSync(fd, head, 0, headBytes, 0)))
      const { size, mtimeMs } = fstatSync(fd)
      const version = `${size.toString(36)}-${Math.round(mtimeMs).toString(36)}`
      return mediaType === undefined ? undefined : use(fd, { mediaType, version })
    } finally {
      closeSync(fd)
    }
  }

  return {
    describe: (part) => open(part, (_fd, state) => state),
    // By the path, as the descriptor stands where the head was read; a file is only ever replaced as a whole.
    read: (part) => open(part, (_fd, state) => ({ ...state, bytes: readFileSync(pathOf(part)) })),
    write(part, bytes) {
      const most = part === 'loop' ? maxBubbleBytes : maxStillBytes
      if (bytes.byteLength > most)
        throw new AppError('too-large', `This file is too large: ${most / 1024} KB is the most.`)
      const mediaType = bubbleTypeOf(bytes)
      if (mediaType === undefined || (part === 'still' && !isPicture(mediaType)))
        throw new AppError(
          'invalid',
          'This is no picture or film that a browser shows: PNG, JPEG, WebP, GIF, MP4 or WebM.',
        )
      if (part === 'loop') forget('still')
      writeFileAtomically(pathOf(part), bytes)
    },
    remove() {
      forget('loop')
      forget('still')
    },
  }
}

/** The type of a picture or film by its first bytes: https://mimesniff.spec.whatwg.org/#matching-an-audio-or-video-type-pattern */
export function bubbleTypeOf(bytes: Uint8Array): string | undefined {
  const picture = sniffMediaType(bytes)
  if (isPicture(picture)) return picture
  const head = Buffer.from(bytes.subarray(0, headBytes)).toString('latin1')
  if (head.startsWith('\x1a\x45\xdf\xa3') && head.includes('\x42\x82\x84webm')) return 'video/webm'
  // Pictures (AVIF, HEIC) come in the same kind of box.
  if (head.startsWith('ftyp', 4) && /^(iso[m2-9]|mp4[12]|avc1|M4V |MSNV|dash)/.test(head.slice(8)))
    return 'video/mp4'
  return undefined
}
