import * as v from 'valibot'
import { AppError } from '../../system/errors.ts'
import type { ApiDeps } from '../api-deps.ts'
import { bodyOf } from '../api-request.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { type BubbleFile, type BubblePart, maxBubbleBytes } from '../bubble-file.ts'

/** Not looked at: it makes another address of each picture, so that a page shows none that it had before. */
const version = v.strictObject({ v: v.optional(v.string()) })

/** The owner's own picture or short film for the bubble, and one still picture of it. */
export function bubbleRoutes({ bubbleFile }: Pick<ApiDeps, 'bubbleFile'>): ApiRoute[] {
  const paths: Record<BubblePart, string> = { loop: '/api/bubble', still: '/api/bubble/still' }
  const ofPart = (part: BubblePart): ApiRoute[] => [
    apiRoute({
      method: 'GET',
      path: paths[part],
      access: 'session',
      query: version,
      handle({ request }) {
        const file = bubbleFile.read(part)
        if (file === undefined) throw new AppError('not-found', 'The bubble has no picture of its own.')
        return answerBytes(request, file)
      },
    }),
    apiRoute({
      method: 'PUT',
      path: paths[part],
      access: 'session',
      async handle({ request }) {
        const chunks: Uint8Array[] = []
        for await (const chunk of bodyOf(request, maxBubbleBytes)) chunks.push(chunk)
        bubbleFile.write(part, Buffer.concat(chunks))
      },
    }),
  ]
  return [
    ...ofPart('loop'),
    ...ofPart('still'),
    apiRoute({ method: 'DELETE', path: paths.loop, access: 'session', handle: () => bubbleFile.remove() }),
  ]
}

type FoundBubble = NonNullable<ReturnType<BubbleFile['read']>>

/** Nobody vouches for what is in it, so nothing in it may run on our origin. */
function answerBytes(request: Request, { bytes, mediaType, version }: FoundBubble): Response {
  const etag = `"${version}"`
  const headers = {
    'Content-Type': mediaType,
    'Content-Disposition': 'inline',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-cache',
    'Accept-Ranges': 'bytes',
    ETag: etag,
  }
  if (request.headers.get('if-none-match')?.includes(etag))
    return new Response(null, { status: 304, headers })
  const range = rangeOf(request.headers.get('range'), bytes.length)
  if (range === undefined) return new Response(new Uint8Array(bytes), { headers })
  const { from, to } = range
  return new Response(new Uint8Array(bytes.subarray(from, to + 1)), {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${from}-${to}/${bytes.length}` },
  })
}

/** One range of bytes (RFC 9110, 14.1.2), without which Safari plays no film; any other is answered with the whole. */
function rangeOf(header: string | null, size: number): { from: number; to: number } | undefined {
  const [, first, last] = /^bytes=(\d{1,10})-(\d{0,10})$/.exec(header ?? '') ?? []
  if (first === undefined) return undefined
  const from = Number(first)
  const to = last ? Math.min(Number(last), size - 1) : size - 1
  return from <= to ? { from, to } : undefined
}
