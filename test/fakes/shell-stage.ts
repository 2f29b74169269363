import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { SystemAnswer } from '../../src/protocol/api.ts'
import { createStaticFiles } from '../../src/supervisor/static-files.ts'

const pages = path.resolve(import.meta.dirname, '../../dist/public')

/** What a test may change at any time. */
export interface Scene {
  isClaimed: boolean
  isSignedIn: boolean
  app: NonNullable<SystemAnswer['app']>
  problems: SystemAnswer['problems']
  address: string
  /** Whether the app's page says hello when it is loaded. */
  isAppAlive: boolean
  /** Whether the platform answers at all: if not, connections end without a word. */
  isAnswering: boolean
  /** What the bubble looks like, with its bytes. */
  bubble: { mediaType: string; version: string; bytes: Buffer } | null
  /** How often a ticket was asked for. */
  tickets: number
}

/** The shell as it is built, between a chat and an app that do only what the test tells them: by `window.say(message)`. */
export interface ShellStage {
  readonly url: string
  readonly scene: Scene
  close(): Promise<void>
}

export async function openShellStage(): Promise<ShellStage> {
  const scene: Scene = {
    isClaimed: true,
    isSignedIn: true,
    app: { name: 'Mission Control', isReady: true, updates: 0 },
    problems: [],
    address: 'http://localhost:3000',
    isAppAlive: true,
    isAnswering: true,
    bubble: null,
    tickets: 0,
  }
  const files = createStaticFiles({ root: pages })
  const app = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    if (pathname === '/enter') {
      response.writeHead(303, { location: searchParams.get('to') ?? '/' }).end()
      return
    }
    response.setHeader('content-type', 'text/html')
    response.end(appPage(scene.isAppAlive))
  })
  const appUrl = await listen(app)
  const platform = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    if (!scene.isAnswering) {
      request.socket.destroy()
      return
    }
    if (scene.bubble && pathname.startsWith('/api/bubble')) {
      const type = pathname === '/api/bubble' ? scene.bubble.mediaType : 'image/png'
      response.writeHead(200, { 'content-type': type }).end(scene.bubble.bytes)
      return
    }
    if (pathname.startsWith('/api/')) {
      const { status, body } = answer(scene, pathname, appUrl)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    } else if (pathname === '/bloby/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(chatPage)
    } else if (!files(request, response, pathname === '/' ? '/shell/' : pathname, policy)) {
      response.writeHead(404).end()
    }
  })
  return {
    url: await listen(platform),
    scene,
    async close() {
      await Promise.all([end(platform), end(app)])
    },
  }
}

const policy = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; frame-src 'self' http://localhost:*",
}

const chatPage = `<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>Chat</title>
<main><h1>Chat</h1><label>Message <textarea></textarea></label></main><script>
window.heard = []
window.say = (message) => parent.postMessage(message, location.origin)
addEventListener('message', ({ data }) => {
  heard.push(data)
  if (data.type === 'bloby:panel' && data.isOpen && !data.keepsFocus) document.querySelector('textarea').focus()
})
addEventListener('keydown', ({ key }) => key === 'Escape' && say({ type: 'bloby:close' }))
say({ type: 'bloby:ready' })
</script></html>`

function appPage(isAlive: boolean): string {
  return `<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>App</title>
<main><h1>The app</h1><label>Note <input></label></main><script>
window.say = (message) => parent.postMessage(message, '*')
window.where = () => say({ type: 'bloby:location', path: location.pathname + location.search + location.hash })
addEventListener('message', ({ data }) => { window.context = data.context })
navigation.addEventListener('currententrychange', where)
${isAlive ? "say({ type: 'bloby:hello' }); where()" : ''}
</script></html>`
}

function answer(scene: Scene, pathname: string, appUrl: string): { status: number; body: unknown } {
  if (pathname === '/api/health') return { status: 200, body: { status: 'ok' } }
  if (pathname === '/api/onboard/status') return { status: 200, body: { claimed: scene.isClaimed } }
  if (!scene.isSignedIn)
    return { status: 401, body: { error: { code: 'unauthorized', message: 'Sign in.' } } }
  switch (pathname) {
    case '/api/portal/validate-token':
      return { status: 200, body: { isValid: true, isOnboarded: true, name: 'Bruno' } }
    case '/api/portal/app-ticket':
      scene.tickets++
      return { status: 200, body: { url: `${appUrl}/enter?ticket=${scene.tickets}` } }
    case '/api/portal/sessions':
      return { status: 200, body: { sessions: [] } }
    case '/api/conversations':
      return { status: 200, body: { conversations: [], nextCursor: null } }
    case '/api/system':
      return { status: 200, body: systemOf(scene) }
    default:
      return { status: 404, body: { error: { code: 'not-found', message: pathname } } }
  }
}

function systemOf({ app, problems, address, bubble }: Scene): SystemAnswer {
  return {
    status: 'ok',
    version: '1.0.0',
    nodeVersion: '24.0.0',
    pid: 1,
    startedAt: 0,
    address,
    appAddress: address,
    startCommand: 'npm start -- --port 4000',
    home: '/home',
    app,
    sandbox: 'none',
    commandSandbox: 'none',
    provider: 'demo',
    changes: 0,
    disk: { freeBytes: 1, totalBytes: 2 },
    memoryBytes: 1,
    processes: [],
    problems,
    bubble: bubble && { mediaType: bubble.mediaType, version: bubble.version },
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
