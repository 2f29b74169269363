import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface ClaudeLoginServer {
  /** What leads the real program here: a proxy, and the certificate that it has to trust. */
  readonly environment: Record<'https_proxy' | 'NODE_EXTRA_CA_CERTS', string>
  /** `METHOD host/path`, in order. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

export const goodCode = 'good-code'
export const account = 'ada@example.org'
const ids = {
  account: '11111111-1111-4111-8111-111111111111',
  organization: '22222222-2222-4222-8222-222222222222',
}

/**
 * Plays Anthropic's servers for `claude auth login`, whose addresses are built into the program: as an HTTPS proxy that answers in their
 * place, with a certificate made for this run by `openssl`. Only `good-code` is accepted.
 */
export async function createClaudeLoginServer(): Promise<ClaudeLoginServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bloby-claude-login-'))
  const certificate = path.join(folder, 'certificate.pem')
  const key = path.join(folder, 'key.pem')
  makeCertificate(certificate, key)
  const requests: string[] = []

  const answering = createSecureServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      const { pathname } = new URL(request.url ?? '', 'https://localhost')
      requests.push(`${request.method} ${request.headers.host}${pathname}`)
      const { status, body } = answer(pathname, text)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    },
  )
  const answeringPort = await listen(answering)
  const proxy = createServer((_, response) => response.writeHead(405).end())
  proxy.on('connect', (_request, client, head) => {
    const upstream = connect(answeringPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.write(head)
      client.pipe(upstream).pipe(client)
    })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
  })
  const port = await listen(proxy)

  return {
    environment: { https_proxy: `http://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: certificate },
    requests,
    async close() {
      const servers = [proxy, answering]
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const server of servers) server.closeAllConnections()
      await Promise.all(closed)
      rmSync(folder, { recursive: true })
    },
  }
}

/** What the program asks for, as seen of 2.1.329. */
function answer(pathname: string, body: string): { status: number; body: object } {
  switch (pathname) {
    case '/v1/oauth/token':
      if ((JSON.parse(body) as { code?: string }).code !== goodCode)
        return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid code' } }
      return {
        status: 200,
        body: {
          token_type: 'Bearer',
          access_token: 'sk-ant-oat01-of-the-tests',
          refresh_token: 'sk-ant-ort01-of-the-tests',
          expires_in: 28_800,
          scope: 'user:inference user:profile',
          account: { uuid: ids.account, email_address: account },
          organization: { uuid: ids.organization, name: 'Ada' },
        },
      }
    case '/v1/oauth/token/revoke':
      return { status: 200, body: {} }
    case '/api/oauth/profile':
      return {
        status: 200,
        body: {
          account: { uuid: ids.account, email: account, full_name: 'Ada', display_name: 'Ada' },
          organization: { uuid: ids.organization, organization_type: 'claude_max', name: 'Ada' },
        },
      }
    default:
      return { status: 404, body: {} }
  }
}

function makeCertificate(certificate: string, key: string): void {
  const names = ['platform.claude.com', 'api.anthropic.com', 'claude.ai', 'claude.com']
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
      ],
      ...['-keyout', key, '-out', certificate, '-subj', '/CN=Bloby tests'],
      ...['-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`],
    ],
    { stdio: ['ignore', 'ignore', 'ignore'] },
  )
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}
