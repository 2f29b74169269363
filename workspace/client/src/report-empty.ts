/**
 * An error that leaves the page empty is told to the shell around it, which shows the error in place of the page. This is a script of its
 * own, loaded first: what stops the page does not stop it. Once a file has changed, or the page has drawn something after all, it is over.
 */
const shell = window.parent
const root = document.getElementById('root')
const limits = { message: 500, place: 200 }
let isTold = false

addEventListener('error', ({ error, message, filename }) => failed(error ?? message, filename))
addEventListener('unhandledrejection', ({ reason }) => failed(reason))
import.meta.hot?.on('vite:afterUpdate', () => {
  if (isTold) location.reload()
})

function failed(error: unknown, file = '') {
  if (document.readyState === 'complete') setTimeout(tell)
  else addEventListener('load', tell)

  function tell() {
    // Where something is drawn, no more than a part of it failed.
    if (isTold || !root || root.childElementCount > 0) return
    isTold = true
    const [message, stack] =
      error instanceof Error ? [error.message || error.name, error.stack] : [String(error), '']
    const place = placeIn(`${file}\n${stack}`)
    post({
      type: 'bloby:broken',
      message: message.slice(0, limits.message),
      ...(place && { place: place.slice(0, limits.place) }),
    })
    new MutationObserver((_, observer) => {
      observer.disconnect()
      isTold = false
      post({ type: 'bloby:hello' })
    }).observe(root, { childList: true })
  }
}

/** The first file of ours. Its lines are those of what the dev server made of it, so they are left out. */
function placeIn(text: string): string | undefined {
  const path = /:\/\/[^/\s]+\/(src\/[^\s?:)]+)/.exec(text)?.[1]
  return path && `client/${path}`
}

function post(message: object) {
  if (shell !== window) shell.postMessage(message, location.ancestorOrigins?.[0] ?? '*')
}
