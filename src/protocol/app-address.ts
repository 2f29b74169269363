/**
 * Where the app's page is, as the shell's address holds it: `/#/notes/5?tab=all#end` for the app's `/notes/5?tab=all#end`, and plain
 * `/` for its first page. See docs/decisions/the-apps-address.md.
 */

const maxLength = 2000
/** Not pages of the app: what only its scripts ask for, and the way in. A link that somebody sends must not call them. */
const notPages = /^\/(app\/api|__bloby)(\/|$)/i

/** The path, query and fragment of a page of the app; undefined for anything else, so that it leads nowhere but to the app. */
export function readAppPath(text: string): string | undefined {
  const address = text.startsWith('/') && text.length <= maxLength ? URL.parse(text, appOrigin) : null
  if (address === null || address.origin !== appOrigin) return undefined
  const { pathname, search, hash } = address
  const plain = decode(pathname)
  if (plain === undefined || /^\/[/\\]/.test(plain) || notPages.test(plain)) return undefined
  return pathname + search + hash
}
const appOrigin = 'http://app.invalid'

/** For the shell's address: with `#`, or empty for the first page. */
export function hashOfAppPath(path: string): string {
  return path === '/' ? '' : `#${path}`
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    // No page has an address like it.
    return undefined
  }
}
