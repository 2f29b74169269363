import { onboardStatus, validateAnswer } from '../protocol/api.ts'
import type { WidgetControl } from '../protocol/widget-control.ts'
import { type Api, createApi, isSignedOut } from './api.ts'
import { createOverlays } from './overlays.ts'
import { createShell } from './shell.ts'
import { setTheme, storedTheme } from './theme.ts'

const retryMs = 2_000

void start()

async function start(): Promise<void> {
  const widget = document.querySelector<HTMLElement & WidgetControl>('bloby-widget')
  const appParent = document.querySelector('main')
  if (!widget || !appParent) throw new Error('The page of the shell is not complete.')
  setTheme(storedTheme())
  const api = createApi((input, init) => fetch(input, init))
  const overlays = createOverlays(document.body)
  const shell = createShell({ api, widget, overlays, appParent })
  const hash = takeSetupHash()
  for (;;) {
    try {
      if (await isSignedIn(api)) shell.enter()
      else shell.leave(hash)
      return
    } catch {
      overlays.screen({ title: 'Bloby does not answer', detail: 'Trying again…', look: 'problem' })
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

async function isSignedIn(api: Api): Promise<boolean> {
  const { claimed } = await api('GET', '/api/onboard/status', onboardStatus)
  if (!claimed) return false
  try {
    return (await api('GET', '/api/portal/validate-token', validateAnswer)).isValid
  } catch (error) {
    if (isSignedOut(error)) return false
    throw error
  }
}

/** The setup code of a link goes to the chat, and out of the address bar and the history. */
function takeSetupHash(): string {
  if (!location.hash.startsWith('#setup=')) return ''
  const { hash } = location
  history.replaceState(history.state, '', location.pathname + location.search)
  return hash
}
