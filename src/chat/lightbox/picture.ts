import type { SentFile } from '../../protocol/turn-parts.ts'

/** A picture that can be shown as large as the window. */
export interface Picture {
  /** Of our own origin, or of a file on this device. */
  address: string
  name: string
}

/** The only kinds that the platform serves to be shown; an SVG, for one, is a program. */
const shownTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

export function isShown(mediaType: string): boolean {
  return shownTypes.includes(mediaType)
}

export function addressOf(file: Pick<SentFile, 'id'>): string {
  return `/api/files/${encodeURIComponent(file.id)}`
}
