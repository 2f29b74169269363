import { type BrotliCompress, constants, createBrotliCompress, createGzip, type Gzip } from 'node:zlib'
import { HeaderList } from './header-list.ts'

export type ContentCoding = 'br' | 'gzip'
export type Encoder = BrotliCompress | Gzip

const compressibleType =
  /^(?:text\/(?!event-stream)|application\/(?:(?:[\w.-]+\+)?(?:json|xml)|(?:x-)?javascript|wasm|x-ndjson)|image\/(?:svg\+xml|bmp|x-icon)|font\/(?:ttf|otf))/i
const minLength = 1024
const brotliQuality = 4
const gzipLevel = 5

/**
 * Decides whether a response's body is to be compressed, and edits its headers so: `Vary`, a weak `ETag`, no
 * `Content-Length`. Returns the coding, or undefined when the body goes out as it is.
 */
export function compressResponse(
  flat: string[],
  status: number,
  method: string,
  acceptEncoding: string,
): ContentCoding | undefined {
  if (method === 'HEAD' || status === 204 || status === 206 || status === 304) return undefined
  const headers = new HeaderList(flat)
  if (!compressibleType.test(headers.get('content-type') ?? '')) return undefined
  if (headers.get('content-encoding') !== undefined || headers.get('content-range') !== undefined)
    return undefined
  if (/\bno-transform\b/i.test(headers.get('cache-control') ?? '')) return undefined
  const length = headers.get('content-length')
  if (length !== undefined && Number(length) < minLength) return undefined
  addVary(headers)
  const coding = chooseCoding(acceptEncoding)
  if (coding === undefined) return undefined
  headers.set('content-encoding', coding)
  headers.delete('content-length')
  headers.delete('accept-ranges')
  const etag = headers.get('etag')
  if (etag?.startsWith('"')) headers.set('etag', `W/${etag}`)
  return coding
}

/** The coding that a client likes best of those we have, brotli on a tie. Weights as in RFC 9110, 12.5.3. */
export function chooseCoding(acceptEncoding: string): ContentCoding | undefined {
  const weights = new Map<string, number>()
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
    const coding = name === 'x-gzip' ? 'gzip' : name
    if (coding !== '') weights.set(coding, weight === undefined ? 1 : Number(weight) || 0)
  }
  const rest = weights.get('*') ?? 0
  const brotli = weights.get('br') ?? rest
  const gzip = weights.get('gzip') ?? rest
  const plain = weights.get('identity') ?? 0
  const best = Math.max(brotli, gzip)
  if (best === 0 || best < plain) return undefined
  return brotli === best ? 'br' : 'gzip'
}

/** A compressing stream that is fast before it is small; `flushBurst` is what lets a streamed body out. */
export function createEncoder(coding: ContentCoding): Encoder {
  return coding === 'br'
    ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })
    : createGzip({ level: gzipLevel })
}

/** Lets out what the encoder has taken in so far. */
export function flushBurst(encoder: Encoder, coding: ContentCoding): void {
  encoder.flush(coding === 'br' ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH)
}

function addVary(headers: HeaderList): void {
  const vary = headers.getAll('vary').join(', ')
  if (/(?:^|[\s,])(?:\*|accept-encoding)(?:$|[\s,])/i.test(vary)) return
  headers.append('vary', 'Accept-Encoding')
}
