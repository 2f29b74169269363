import { parse } from 'node:path'

const longestName = 120
/** Of a path's last part, in UTF-8: file systems take 255. */
const mostStemBytes = 120
const mostExtensionBytes = 16
/** Control and direction characters can make a name look like another one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const invisible = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g
/** Means something to Windows or to a shell. */
const special = /[\s"'`$&;|<>()[\]{}*?!#%~^=:,\\/]+/g

/** A file's name as the owner knows it, safe to show: no folders, nothing invisible, at most 120 characters. */
export function shownName(name: string): string {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last.replace(invisible, '').trim()
  const { stem, extension } = split(clean)
  const shown = `${cut(stem, longestName - extension.length, (text) => text.length)}${extension}`
  return /[^.]/.test(shown) ? shown : 'file'
}

/**
 * A file's name on disk: `2026-11-21-photo.png`. The date before it keeps leading dots and dashes, and the names that Windows
 * reserves, from meaning anything. `count` tells apart what has the same name: the second is `2026-11-21-photo-2.png`.
 */
export function storedName(name: string, date: string, count: number): string {
  const { stem, extension } = split(shownName(name))
  const plain = stem.replace(special, '-').replace(/^[-.]+|[-.]+$/g, '')
  const last = cut(plain, mostStemBytes, Buffer.byteLength).replace(/[-.]+$/, '') || 'file'
  return `${date}-${last}${count > 1 ? `-${count}` : ''}${extension.replace(special, '')}`
}

function split(name: string): { stem: string; extension: string } {
  const { name: stem, ext } = parse(name)
  // What is longer is no extension, and a lone dot is none that Windows keeps.
  const isExtension = ext.length > 1 && Buffer.byteLength(ext) <= mostExtensionBytes
  return isExtension ? { stem, extension: ext } : { stem: name, extension: '' }
}

/** As many whole characters as fit. */
function cut(text: string, most: number, lengthOf: (text: string) => number): string {
  if (lengthOf(text) <= most) return text
  let length = 0
  const fitting = [...text].findIndex((character) => {
    length += lengthOf(character)
    return length > most
  })
  return [...text].slice(0, fitting).join('')
}
