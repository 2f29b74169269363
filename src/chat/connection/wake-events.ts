/**
 * Calls `wake` when the network returns or goes, the tab is shown again or no longer frozen, or the page comes back from the browser's
 * cache: whether the open socket still lives is asked at once then.
 */
export function onWake(wake: () => void): void {
  window.addEventListener('online', wake)
  window.addEventListener('offline', wake)
  document.addEventListener('resume', wake)
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) wake()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })
}
