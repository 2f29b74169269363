import { execFileSync } from 'node:child_process'
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as ece from 'http_ece'
import * as v from 'valibot'

/** What a browser would have subscribed with; the private half stays here. */
export interface FakeSubscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

export interface ReceivedPush {
  endpoint: string
  /** What the service worker would get. */
  text: string
  ttl: string | undefined
  urgency: string | undefined
  topic: string | undefined
  /** Of the VAPID token, which was signed by the key that it names. */
  subject: string
  publicKey: string
}

/** A push service on this computer: HTTPS, checks who sends, and decrypts as a browser would. */
export interface PushService {
  readonly url: string
  /** PEM to trust it by. */
  readonly ca: string
  readonly received: readonly ReceivedPush[]
  /** Refusals of its own, in words: a sender that does as the RFCs say causes none. */
  readonly complaints: readonly string[]
  subscription(): FakeSubscription
  /** From now on this subscription is answered with a status. */
  answer(subscription: FakeSubscription, status: number): void
  /** The next notification that `next` has not given yet. */
  next(): Promise<ReceivedPush>
  close(): Promise<void>
}

export async function createPushService(): Promise<PushService> {
  const { key, cert } = makeCertificate()
  const browsers = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: string; status: number }>()
  const received: ReceivedPush[] = []
  const complaints: string[] = []
  let given = 0
  let arrived = Promise.withResolvers<void>()

  const server = createServer({ key, cert }, (request, response) => {
    take(request).then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => {
        complaints.push(String(error))
        response.writeHead(400).end(String(error))
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function take(request: IncomingMessage): Promise<number> {
    const { headers } = request
    const body = Buffer.concat(await request.toArray())
    const endpoint = `${url}${request.url}`
    const browser = browsers.get(endpoint)
    if (browser === undefined) return 404
    if (browser.status !== 201) return browser.status
    if (request.method !== 'POST' || headers['content-encoding'] !== 'aes128gcm')
      throw new Error('no aes128gcm')
    if (body.length > 4096) throw new Error(`${body.length} bytes are too many`)
    const { subject, publicKey } = checkVapid(headers.authorization ?? '', url)
    const text = ece.decrypt(body, {
      version: 'aes128gcm',
      privateKey: browser.ecdh,
      authSecret: browser.auth,
    })
    received.push({
      ...{ endpoint, text: text.toString('utf8'), subject, publicKey },
      ttl: headers.ttl as string | undefined,
      urgency: headers.urgency as string | undefined,
      topic: headers.topic as string | undefined,
    })
    arrived.resolve()
    arrived = Promise.withResolvers()
    return 201
  }

  return {
    url,
    ca: cert,
    received,
    complaints,
    subscription() {
      const ecdh = createECDH('prime256v1')
      const p256dh = ecdh.generateKeys().toString('base64url')
      const auth = randomBytes(16).toString('base64url')
      const endpoint = `${url}/push/${randomBytes(12).toString('base64url')}`
      browsers.set(endpoint, { ecdh, auth, status: 201 })
      return { endpoint, keys: { p256dh, auth } }
    },
    answer({ endpoint }, status) {
      const browser = browsers.get(endpoint)
      if (browser !== undefined) browser.status = status
    },
    async next() {
      for (;;) {
        const push = received[given]
        if (push !== undefined) {
          given += 1
          return push
        }
        await arrived.promise
      }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const claims = v.object({ aud: v.string(), exp: v.number(), sub: v.string() })

/** RFC 8292: `vapid t=<JWT, ES256>, k=<key>`, for this very service, not for longer than a day. */
function checkVapid(authorization: string, audience: string): { subject: string; publicKey: string } {
  const { token = '', key = '' } =
    /^vapid t=(?<token>[\w-]+\.[\w-]+\.[\w-]+), ?k=(?<key>[\w-]+)$/.exec(authorization)?.groups ?? {}
  const [header = '', payload = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  const { aud, exp, sub } = v.parse(claims, JSON.parse(Buffer.from(payload, 'base64url').toString()))
  const secondsLeft = exp - Date.now() / 1000
  if (!isSigned || aud !== audience || secondsLeft < 0 || secondsLeft > 86_400 || !sub.startsWith('mailto:'))
    throw new Error(`the token is not good: ${JSON.stringify({ isSigned, aud, exp, sub })}`)
  return { subject: sub, publicKey: key }
}

function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'bloby-push-'))
  try {
    const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
        ...['-subj', '/CN=push', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore' },
    )
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
