import * as fakeIndexedDb from 'fake-indexeddb'
import { WebSocket as NodeWebSocket } from 'ws'

/** What the pages of one device live in. */
export interface PageGlobals {
  /** All that the pages wrote to the console. */
  readonly complaints: readonly string[]
  setNetwork(isThere: boolean): void
  /** What becomes of a page's sockets when it goes. */
  closeSockets(): void
}

/** As a browser's: what is stored are its own properties. */
class PageStorage {
  [key: string]: unknown
  getItem(key: string) {
    return this[key] ?? null
  }
  setItem(key: string, value: string) {
    this[key] = value
  }
  removeItem(key: string) {
    delete this[key]
  }
}

/**
 * Puts in place what the chat uses of a browser: the page's address, its cookie, storage, sockets. For a worker of its own: nothing is
 * put back.
 */
export function installPageGlobals({ url, token }: { url: string; token: string }): PageGlobals {
  const cookie = `bloby_session=${token}`
  const nowhere = 'ws://127.0.0.1:9'
  const callFetch = globalThis.fetch
  const complaints: string[] = []
  const sockets = new Set<NodeWebSocket>()
  let hasNetwork = true

  class PageSocket extends NodeWebSocket {
    constructor(address: string | URL) {
      super(hasNetwork ? address : nowhere, { headers: { cookie, origin: new URL(url).origin } })
      sockets.add(this)
      // Its close follows.
      this.on('error', () => {})
      this.on('close', () => sockets.delete(this))
    }
  }
  function complain(...words: unknown[]) {
    complaints.push(words.map((word) => (word instanceof Error ? word.stack : String(word))).join(' '))
  }
  function closeSockets() {
    for (const socket of sockets) socket.terminate()
  }

  Object.assign(console, { warn: complain, error: complain })
  Object.assign(globalThis, {
    ...fakeIndexedDb,
    indexedDB: new fakeIndexedDb.IDBFactory(),
    location: new URL('/bloby/', url),
    document: { visibilityState: 'hidden' },
    localStorage: new PageStorage(),
    WebSocket: PageSocket,
    fetch: async (path: string, options: RequestInit) => {
      if (!hasNetwork) throw new TypeError('Failed to fetch')
      return await callFetch(new URL(path, url), { ...options, headers: { ...options.headers, cookie } })
    },
  })
  return {
    complaints,
    closeSockets,
    setNetwork(isThere) {
      hasNetwork = isThere
      if (!isThere) closeSockets()
    },
  }
}
