import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AppError, httpStatusOf } from '../system/errors.ts'
import { type DownNotice, errorPage, noticeHeader, noticeId, retrySecondsOf } from './error-page.ts'

/**
 * Answers for something that cannot be reached: 503 with `Retry-After` while it starts, else 502 (or the given status).
 * Navigations get a page that waits for it, everything else JSON.
 */
export function answerDown(
  req: IncomingMessage,
  res: ServerResponse,
  notice: DownNotice,
  downStatus: 502 | 503 | 504 = 502,
): void {
  const isStarting = notice.state === 'starting'
  const status = isStarting ? 503 : downStatus
  const headers = {
    [noticeHeader]: noticeId(notice),
    ...(status === 503 && { 'retry-after': String(retrySecondsOf(notice)) }),
  }
  if (isNavigation(req)) {
    const page = errorPage(notice, req.method === 'GET' || req.method === 'HEAD')
    send(res, status, { ...page.headers, ...headers }, page.html)
  } else sendJson(res, status, 'unavailable', `${notice.title}. ${notice.detail}`, headers)
}

/** Answers a request that we do not pass on, as JSON, and ends its connection: what follows on it cannot be trusted. */
export function answerRefused(res: ServerResponse, error: AppError): void {
  sendJson(res, httpStatusOf[error.kind], error.kind, error.message, { connection: 'close' })
}

function isNavigation(req: IncomingMessage): boolean {
  if (!req.headers.accept?.includes('text/html')) return false
  const destination = req.headers['sec-fetch-dest']
  return destination === undefined || destination === 'document' || destination === 'iframe'
}

function sendJson(
  res: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string>,
): void {
  send(
    res,
    status,
    {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // Also an answer of ours is a document of this origin to who embeds it.
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      ...headers,
    },
    JSON.stringify({ error: { code, message } }),
  )
}

function send(res: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  res.end(body)
}
