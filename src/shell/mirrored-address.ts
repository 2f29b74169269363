import { hashOfAppPath, readAppPath } from '../protocol/app-address.ts'

export interface MirroredAddress {
  /** The app's page that this page's address names. */
  readonly path: string
  /** The app is there now. What is not a page of it is not shown. */
  show(path: string): void
}

/** Browsers refuse more than some hundred changes of the address in half a minute. */
const minIntervalMs = 300
/** A step back that was the app's own is told by the app a moment later. */
const settleMs = 400

/**
 * Keeps the app's address in this page's own, so that links, reloads and bookmarks lead to it. The app's frame makes the entries of the
 * history, so this page only ever replaces: Back is one step. An address that was typed, or that a step back brings, goes to the app.
 */
export function createMirroredAddress(page: Window, onGo: (path: string) => void): MirroredAddress {
  let shown = pathIn(page.location.hash) ?? '/'
  let wasPanelEntry = isPanelEntry(page)
  let timer: ReturnType<typeof setTimeout> | undefined
  let writtenAt = Number.NEGATIVE_INFINITY

  page.addEventListener('popstate', follow)
  page.addEventListener('hashchange', follow)

  function follow(): void {
    const isOfPanel = wasPanelEntry || isPanelEntry(page)
    wasPanelEntry = isPanelEntry(page)
    const path = pathIn(page.location.hash)
    // To open and close the panel leaves the app where it is.
    if (path === undefined || isOfPanel) plan(0)
    else plan(settleMs, go)
  }

  function go(): void {
    const wanted = pathIn(page.location.hash)
    if (wanted === undefined || wanted === shown) return
    shown = wanted
    onGo(wanted)
  }

  function plan(ms: number, run = write): void {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }

  function write(): void {
    writtenAt = performance.now()
    const { location, history } = page
    const address = `${location.pathname}${location.search}${hashOfAppPath(shown)}`
    if (address === `${location.pathname}${location.search}${location.hash}`) return
    history.replaceState(history.state, '', address)
  }

  return {
    get path() {
      return shown
    },
    show(said) {
      const path = readAppPath(said)
      if (path === undefined) return
      shown = path
      plan(Math.max(0, writtenAt + minIntervalMs - performance.now()))
    },
  }
}

/** `/` where there is no fragment; undefined where it says something else. */
function pathIn(hash: string): string | undefined {
  return hash === '' ? '/' : readAppPath(hash.slice(1))
}

function isPanelEntry({ history }: Window): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'blobyPanel' in state
}
