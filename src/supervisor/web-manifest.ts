import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AppIcon } from '../app/app-icon.ts'
import { AppError } from '../system/errors.ts'
import { refuse } from './refuse.ts'
import type { Route } from './routes.ts'

/** What the owner's app calls itself and looks like now. */
export interface AppLook {
  name(): string
  icon(): AppIcon | undefined
}

/**
 * The manifest by which a browser installs Bloby as an app, and the icon in it. Both are open, because browsers ask for them in ways of
 * their own. The name is the owner's choice and may say much: only a device that is signed in is told it, all others read "Bloby".
 * The owner's icon has an address that nobody can guess, which stands nowhere but in that manifest.
 */
export function webManifestRoutes(look: AppLook): Route[] {
  return [
    {
      method: 'GET',
      path: '/manifest.webmanifest',
      access: 'open',
      knowsOwner: true,
      handle(_, response, { session }) {
        const manifest = manifestOf(session && { name: look.name(), icon: look.icon() })
        const body = JSON.stringify(manifest)
        response.writeHead(200, {
          'content-type': 'application/manifest+json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'cache-control': 'private, no-cache',
          ...inert,
        })
        response.end(body)
      },
    },
    {
      method: 'GET',
      path: '/app-icon/:name',
      access: 'open',
      handle: (request, response, { visit }) => sendIcon(request, response, look.icon(), visit.path),
    },
  ]
}

function sendIcon(
  request: IncomingMessage,
  response: ServerResponse,
  icon: AppIcon | undefined,
  path: string,
): void {
  if (icon === undefined || path !== addressOf(icon)) {
    refuse(request, response, new AppError('not-found', 'There is nothing at this address.'))
    return
  }
  response.writeHead(200, {
    'content-type': 'image/png',
    'content-length': icon.bytes.length,
    'cache-control': 'private, max-age=31536000, immutable',
    ...inert,
  })
  response.end(icon.bytes)
}

const inert = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; sandbox",
}

function addressOf({ hash }: AppIcon): string {
  return `/app-icon/${hash}.png`
}

/** https://www.w3.org/TR/appmanifest/ — the `id` stays the same, so that a renamed app is still the same app. */
function manifestOf(look: { name: string; icon: AppIcon | undefined } | undefined) {
  const name = look?.name ?? 'Bloby'
  const icon = look?.icon
  const icons = icon
    ? [{ src: addressOf(icon), sizes: `${icon.size}x${icon.size}`, type: 'image/png', purpose: 'any' }]
    : [
        { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
        { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
        { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ]
  return {
    id: '/',
    name,
    short_name: name.length > 24 ? `${name.slice(0, 23)}…` : name,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#fbfaf8',
    theme_color: '#fbfaf8',
    icons,
  }
}
