import { constants, inflateSync } from 'node:zlib'

const mostInflatedBytes = 64 * 1024 * 1024
const objectStream = /\/Type\s*\/ObjStm\b/g
const page = /\/Type\s*\/Page(?![A-Za-z])/g

/**
 * How many pages a PDF has, earlier versions of changed ones included; undefined when it is encrypted or cannot be understood, so
 * that the API would refuse it. Pages are objects of type `/Page`, in the file itself or in compressed object streams: ISO 32000-1,
 * 7.5.7 and 7.7.3.3.
 */
export function countPdfPages(bytes: Buffer): number | undefined {
  const text = bytes.toString('latin1')
  if (/\/Encrypt\b/.test(text)) return undefined
  let count = text.match(page)?.length ?? 0
  let room = mostInflatedBytes
  for (const { index } of text.matchAll(objectStream)) {
    const content = inflateStreamAt(bytes, text, index, room)
    if (content === undefined) return undefined
    room -= content.length
    count += content.toString('latin1').match(page)?.length ?? 0
  }
  return count === 0 ? undefined : count
}

/** The content of the stream whose dictionary has something at `index`. */
function inflateStreamAt(bytes: Buffer, text: string, index: number, room: number): Buffer | undefined {
  const keyword = text.indexOf('stream', index + '/Type/ObjStm'.length)
  if (keyword === -1 || room <= 0) return undefined
  const start = keyword + 'stream'.length + (text.startsWith('\r\n', keyword + 'stream'.length) ? 2 : 1)
  const end = text.indexOf('endstream', start)
  try {
    return inflateSync(bytes.subarray(start, end), {
      maxOutputLength: room,
      // There may be line breaks after the data.
      finishFlush: constants.Z_SYNC_FLUSH,
    })
  } catch {
    // Damaged, compressed in another way, or larger than any honest one.
    return undefined
  }
}
