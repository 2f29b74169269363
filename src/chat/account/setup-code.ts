/**
 * Takes the setup code out of the address (`#setup=CODE`) so that it is neither seen, copied nor kept in the history.
 * Undefined when there is none.
 */
export function takeSetupCode(page: {
  location: Pick<Location, 'hash' | 'pathname' | 'search'>
  history: Pick<History, 'replaceState' | 'state'>
}): string | undefined {
  const code = new URLSearchParams(page.location.hash.slice(1)).get('setup')
  if (code === null) return undefined
  page.history.replaceState(page.history.state, '', page.location.pathname + page.location.search)
  return code.trim() || undefined
}
