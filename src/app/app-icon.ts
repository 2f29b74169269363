import { createHash } from 'node:crypto'
import { readSync } from 'node:fs'
import { AppError } from '../system/errors.ts'
import { withFileInside } from '../system/open-inside.ts'

/** The picture under which the app is put on a home screen: a square PNG. */
export interface AppIcon {
  bytes: Buffer
  /** Width and height in pixels. */
  size: number
  /** Of the content: the address of the icon, which nobody can guess. */
  hash: string
}

const maxBytes = 512 * 1024
const signature = Buffer.from('89504e470d0a1a0a', 'hex')

/**
 * Reads the icon that `app.json` names. Its address is open to anyone, so it must be a picture, whatever it is called: a square PNG of
 * 192 to 1024 pixels (the sizes are at byte 16, https://www.w3.org/TR/png/#11IHDR). What browsers put on home screens is at least 192.
 * @throws AppError in words with the name of the file
 */
export function readAppIcon(workspace: string, path: string): AppIcon {
  const icon = withFileInside(workspace, path, {}, (fd, { size }) => {
    if (size > maxBytes) throw new AppError('too-large', `The icon ${path} is larger than 512 KB.`)
    const bytes = Buffer.alloc(size)
    const read = bytes.subarray(0, readSync(fd, bytes, 0, size, 0))
    const width = read.length > 24 && read.subarray(0, 8).equals(signature) ? read.readUInt32BE(16) : 0
    if (width < 192 || width > 1024 || width !== read.readUInt32BE(20))
      throw new AppError('invalid', `The icon ${path} must be a square PNG of 192 to 1024 pixels.`)
    const hash = createHash('sha256').update(read).digest('base64url').slice(0, 32)
    return { bytes: read, size: width, hash }
  })
  if (icon === undefined) throw new AppError('not-found', `The icon ${path} does not exist.`)
  return icon
}
