import { Readable } from 'node:stream'
import * as v from 'valibot'
import type { fileAnswer } from '../../protocol/api.ts'
import { maxFileBytes } from '../../protocol/file-limits.ts'
import type { SentFile } from '../../protocol/turn-parts.ts'
import { AppError } from '../../system/errors.ts'
import { isPicture } from '../../system/media-type.ts'
import type { OpenedFile } from '../../system/open-inside.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { askedRange } from '../files/asked-range.ts'
import { fileHeaders } from '../files/file-headers.ts'

const uploadFields = v.strictObject({
  name: v.pipe(
    v.string(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(255, 'must have at most 255 characters'),
  ),
})

/** The files that the owner sent. Nobody vouches for what is in them, so nothing in them may run on our origin. */
export function fileRoutes({ files }: Pick<ApiDeps, 'files'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'POST',
      path: '/api/files',
      access: 'session',
      query: uploadFields,
      status: 201,
      async handle({ request, received, query }): Promise<v.InferOutput<typeof fileAnswer>> {
        const mediaType = request.headers.get('content-type') ?? ''
        const file = await files.receive({ name: query.name, mediaType }, received(maxFileBytes))
        return { file }
      },
    }),
    apiRoute({
      method: 'GET',
      path: '/api/files/:id',
      access: 'session',
      async handle({ request, params }) {
        const file = files.find(params.id ?? '')
        if (file === undefined) throw new AppError('not-found', 'This file does not exist.')
        return answerFile(request, file, await files.open(file))
      },
    }),
  ]
}

async function answerFile(request: Request, file: SentFile, opened: OpenedFile): Promise<Response> {
  const { handle, size, modifiedAt } = opened
  const etag = `"${size.toString(36)}-${modifiedAt.toString(36)}"`
  const headers = fileHeaders({ mediaType: file.mediaType, disposition: disposition(file), etag })
  const isKnown = request.headers.get('if-none-match')?.includes(etag)
  if (isKnown || size === 0) {
    await handle.close()
    return new Response(null, { status: isKnown ? 304 : 200, headers })
  }
  const range = askedRange(request.headers, size, etag)
  if (range === 'none') {
    await handle.close()
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } })
  }
  // The file may grow while it is read.
  const { start, end } = range ?? { start: 0, end: size - 1 }
  const stream = handle.createReadStream({ start, end })
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    status: range === undefined ? 200 : 206,
    headers: {
      ...headers,
      'Content-Length': String(end - start + 1),
      ...(range && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
    },
  })
}

/** Pictures are shown, all else is saved. The name in ASCII, and as it is (RFC 6266, RFC 8187). */
function disposition({ name, mediaType }: SentFile): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${hex(character)}`)
  return `${isPicture(mediaType) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase()
}
