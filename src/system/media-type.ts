/** Pictures that a browser shows without running anything in them, and that models can see. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
export type PictureType = (typeof pictureTypes)[number]

/** How many of a file's first bytes tell its type. */
export const headBytes = 12

const unknownType = 'application/octet-stream'
/** RFC 9110, 8.3.1, without the parameters. */
const wellFormed = /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/

/**
 * The media type of a file, lower-case and without parameters: what was declared, unless the first bytes say otherwise. A picture
 * that is declared as another kind of picture gets its true type; whatever else lies is `application/octet-stream`.
 */
export function mediaTypeOf(declared: string, head: Uint8Array): string {
  const named = declared.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const type = wellFormed.test(named) ? named : unknownType
  const seen = sniffMediaType(head)
  if (seen === type) return type
  if (seen === undefined) return isKnownByBytes(type) ? unknownType : type
  return type === unknownType || (isPicture(seen) && isBitmap(type)) ? seen : unknownType
}

/** The type of a picture or PDF by its first bytes: https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern */
export function sniffMediaType(head: Uint8Array): PictureType | 'application/pdf' | undefined {
  const text = Buffer.from(head.subarray(0, headBytes)).toString('latin1')
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'image/gif'
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'image/webp'
  if (text.startsWith('%PDF-')) return 'application/pdf'
  return undefined
}

export function isPicture(type: string | undefined): type is PictureType {
  return (pictureTypes as readonly (string | undefined)[]).includes(type)
}

function isKnownByBytes(type: string): boolean {
  return isPicture(type) || type === 'image/jpg' || type === 'application/pdf'
}

/** An SVG is a program, and no name for a picture by mistake. */
function isBitmap(type: string): boolean {
  return type.startsWith('image/') && type !== 'image/svg+xml'
}
