import * as v from 'valibot'
import { AppError } from '../../system/errors.ts'
import type { ApiDeps } from '../api-deps.ts'
import { readBytes } from '../api-request.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { type BubbleFile, type BubblePart, maxBubbleBytes } from '../bubble-file.ts'
import { askedRange } from '../files/asked-range.ts'
import { fileHeaders } from '../files/file-headers.ts'

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
      async handle({ received }) {
        bubbleFile.write(part, await readBytes(received(maxBubbleBytes)))
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

function answerBytes(request: Request, { bytes, mediaType, version }: FoundBubble): Response {
  const etag = `"${version}"`
  const headers = fileHeaders({ mediaType, disposition: 'inline', etag })
  if (request.headers.get('if-none-match')?.includes(etag))
    return new Response(null, { status: 304, headers })
  const size = bytes.length
  const range = askedRange(request.headers, size, etag)
  if (range === undefined) return new Response(new Uint8Array(bytes), { headers })
  if (range === 'none')
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } })
  const { start, end } = range
  return new Response(new Uint8Array(bytes.subarray(start, end + 1)), {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${start}-${end}/${size}` },
  })
}
