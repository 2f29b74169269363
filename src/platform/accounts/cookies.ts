import type { SessionPlace } from './sessions.ts'

/** What a cookie of ours is for: a session at a place, or knowing a device that was signed in before. */
type CookieUse = SessionPlace | 'device'

const names: Record<CookieUse, string> = {
  platform: 'bloby_session',
  app: 'bloby_app',
  device: 'bloby_device',
}
const ownNames = new Set<string>(Object.values(names).flatMap((name) => [name, `__Host-${name}`]))

// The server alone decides when a session ends; browsers keep no cookie longer than 400 days.
const maxAgeSeconds = 400 * 24 * 60 * 60

/** The `Set-Cookie` that carries a session's token. */
export function sessionCookie(place: SessionPlace, token: string, isHttps: boolean): string {
  return tokenCookie(place, token, isHttps)
}

/** The `Set-Cookie` by which a device is known when it signs in again; it opens nothing. */
export function deviceCookie(token: string, isHttps: boolean): string {
  return tokenCookie('device', token, isHttps)
}

function tokenCookie(use: CookieUse, token: string, isHttps: boolean): string {
  return `${cookieName(use, isHttps)}=${token}; Max-Age=${maxAgeSeconds}; ${attributes(use, isHttps)}`
}

/** The `Set-Cookie` that removes it. */
export function clearedCookie(place: SessionPlace, isHttps: boolean): string {
  return `${cookieName(place, isHttps)}=; Max-Age=0; ${attributes(place, isHttps)}`
}

/** 256 bits as base64url. */
const isToken = /^[\w-]{43}$/

/** More cookies of one name than this are not looked at; a browser keeps fewer for a whole site. */
const mostTokens = 200

/**
 * The tokens in a `Cookie` header. There may be several: code on the neighbouring port shares our cookie jar and can add
 * cookies with our name. It knows no token that is good here, so the one that is good is the owner's.
 */
export function tokensFromCookies(
  header: string | null | undefined,
  use: CookieUse,
  isHttps: boolean,
): string[] {
  const name = cookieName(use, isHttps)
  const values = pairs(header ?? '').flatMap((pair) =>
    nameOf(pair) === name ? [pair.slice(name.length + 1)] : [],
  )
  return [...new Set(values)].filter((value) => isToken.test(value)).slice(0, mostTokens)
}

/** A `Cookie` header for app code: without any of ours. Undefined when nothing is left. */
export function withoutOurCookies(header: string | undefined): string | undefined {
  const others = pairs(header ?? '').filter((pair) => !ownNames.has(nameOf(pair)))
  return others.length === 0 ? undefined : others.join('; ')
}

function cookieName(use: CookieUse, isHttps: boolean): string {
  return isHttps ? `__Host-${names[use]}` : names[use]
}

/** The app's frame is of another site when each origin has a tunnel of its own; `Partitioned` keeps its cookie to our shell. */
function attributes(use: CookieUse, isHttps: boolean): string {
  if (!isHttps) return 'Path=/; HttpOnly; SameSite=Lax'
  const sameSite = use === 'app' ? 'SameSite=None; Partitioned' : 'SameSite=Lax'
  return `Path=/; HttpOnly; Secure; ${sameSite}`
}

function pairs(header: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
}

function nameOf(pair: string): string {
  const end = pair.indexOf('=')
  return (end === -1 ? pair : pair.slice(0, end)).trim()
}
