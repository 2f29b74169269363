import { isOnlyLocal } from './app-context.ts'

/**
 * Opens a page that the app links to in a tab of its own, which cannot reach back. Only the web outside: an address of this machine,
 * by whatever port, would be handed the platform's cookie, and what answers there can be the app's own code.
 *
 * @param url of an app, so anything
 * @param ownNames host names of this machine
 */
export function openLink(page: Pick<Window, 'open'>, url: string, ownNames: readonly string[]): void {
  const address = URL.parse(url)
  if (address === null || !/^https?:$/.test(address.protocol)) return
  if (isOnlyLocal(address.href) || ownNames.includes(address.hostname.replace(/\.$/, ''))) return
  page.open(address.href, '_blank', 'noopener,noreferrer')
}
