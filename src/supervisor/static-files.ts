import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { AppError } from '../system/errors.ts'

/**
 * Answers a request with the file at `path`, the percent-encoded path of a URL; a path that ends in `/` means its
 * `index.html`. `headers` are added to every answer. Gives false, and leaves the response alone, when there is no such file.
 */
export type StaticFiles = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  headers?: OutgoingHttpHeaders,
) => boolean

interface StaticFile {
  type: string
  cacheControl: string
  hash: string
  /** The body by its content coding; `identity` is the plain one. */
  bodies: { identity: Buffer; br: Buffer | undefined; gzip: Buffer | undefined }
}

/**
 * Reads all files under `root` once, with the `.br` and `.gz` beside them. What is served is only what was found then: no request
 * reaches the file system, and a build that replaces the folder meanwhile cannot mix two versions of a page.
 */
export function createStaticFiles({ root }: { root: string }): StaticFiles {
  const files = readFiles(root)

  return (request, response, path, headers = {}) => {
    const file = files.get(nameOf(path) ?? '')
    if (file === undefined) return false
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, allow: 'GET, HEAD', 'content-length': 0 }).end()
      return true
    }
    const coding = preferredCoding(file, request.headers['accept-encoding'])
    const body = file.bodies[coding] ?? file.bodies.identity
    // A strong tag names the very bytes, so each coding has its own.
    const etag = coding === 'identity' ? `"${file.hash}"` : `"${file.hash}-${coding}"`
    const answer: OutgoingHttpHeaders = {
      ...headers,
      etag,
      'cache-control': file.cacheControl,
      ...(file.bodies.br && { vary: [headers.vary, 'Accept-Encoding'].filter(Boolean).join(', ') }),
    }
    if (matches(request.headers['if-none-match'], etag)) {
      response.writeHead(304, answer).end()
      return true
    }
    response.writeHead(200, {
      ...answer,
      'content-type': file.type,
      'content-length': body.length,
      'x-content-type-options': 'nosniff',
      ...(coding !== 'identity' && { 'content-encoding': coding }),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
    return true
  }
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.webm': 'video/webm',
}

function readFiles(root: string): ReadonlyMap<string, StaticFile> {
  if (!existsSync(root))
    throw new AppError(
      'unavailable',
      `The web pages are missing: ${root}. Build them with npm run build:web.`,
    )
  const files = new Map<string, StaticFile>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.') || /\.(br|gz)$/.test(entry.name)) continue
    const place = join(entry.parentPath, entry.name)
    const name = `/${relative(root, place).split(sep).join('/')}`
    const identity = readFileSync(place)
    files.set(name, {
      type: types[extname(name)] ?? 'application/octet-stream',
      cacheControl: isHashed(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      hash: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
      bodies: { identity, br: readIfThere(`${place}.br`), gzip: readIfThere(`${place}.gz`) },
    })
  }
  return files
}

/** Vite puts a hash of the content into the names of what it writes to `assets`. */
function isHashed(name: string): boolean {
  return /\/assets\/[^/]+-[\w-]{8}\.[^/]+$/.test(name)
}

function readIfThere(place: string): Buffer | undefined {
  return existsSync(place) ? readFileSync(place) : undefined
}

function nameOf(path: string): string | undefined {
  try {
    const name = decodeURIComponent(path)
    return name.endsWith('/') ? `${name}index.html` : name
  } catch {
    // Not valid percent-encoding, so not the name of any file.
    return undefined
  }
}

function preferredCoding(file: StaticFile, accepted: string | undefined): keyof StaticFile['bodies'] {
  const refused = /;\s*q=0(\.0*)?\s*$/
  const codings = (accepted ?? '')
    .split(',')
    .filter((coding) => !refused.test(coding))
    .map((coding) => coding.split(';')[0]?.trim().toLowerCase())
  return (
    (['br', 'gzip'] as const).find((coding) => file.bodies[coding] && codings.includes(coding)) ?? 'identity'
  )
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly, or `*`. A proxy that changed the coding makes our tag a weak one. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}
