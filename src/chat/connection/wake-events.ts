/** Calls `wake` when the network returns, the tab is shown again, or the page comes back from the browser's cache. */
export function onWake(wake: () => void): void {
  window.addEventListener('online', wake)
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) wake()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })
}
