/** Takes `#conversation=<id>` out of the address: the link of a notification. The id is empty when it names none; undefined without one. */
export function takeConversation(page: {
  location: Pick<Location, 'hash' | 'pathname' | 'search'>
  history: Pick<History, 'replaceState' | 'state'>
}): string | undefined {
  const id = new URLSearchParams(page.location.hash.slice(1)).get('conversation')
  if (id === null) return undefined
  page.history.replaceState(page.history.state, '', page.location.pathname + page.location.search)
  return id
}
