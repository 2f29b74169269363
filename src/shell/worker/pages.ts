/** Changes with the content of the files below; the build fills it in. */
declare const __OFFLINE_VERSION__: string

const offlinePage = '/offline/'
const offlineFiles = [offlinePage, '/offline/offline.js', '/offline/offline.css', '/bloby/theme-boot.js']
const offlineCache = `bloby-offline-${__OFFLINE_VERSION__}`
const assetCache = 'bloby-assets'
/** Older ones go: each update of Bloby brings new names. */
const mostAssets = 150

export async function keepOfflinePage(): Promise<void> {
  const cache = await caches.open(offlineCache)
  await cache.addAll(offlineFiles.map((file) => new Request(file, { cache: 'reload' })))
}

export async function forgetOldPages(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith('bloby-offline-') && name !== offlineCache) await caches.delete(name)
}

/** A file that the offline page is made of; undefined for any other. */
export function offlineFile(pathname: string): Promise<Response | undefined> | undefined {
  if (!offlineFiles.includes(pathname)) return undefined
  return caches.match(pathname, { cacheName: offlineCache })
}

/** The page from the network; the offline page when nobody answers, or only a tunnel or proxy that has lost Bloby. */
export async function answerPage(request: Request): Promise<Response> {
  try {
    const response = await fetch(request)
    if (response.status < 502) return response
    return (await offlineFile(offlinePage)) ?? response
  } catch (error) {
    const page = await offlineFile(offlinePage)
    if (page) return page
    throw error
  }
}

/** A file whose name changes with its content: what is kept is always right. */
export async function cachedAsset(request: Request): Promise<Response> {
  const cache = await caches.open(assetCache)
  const kept = await cache.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) {
    await cache.put(request, response.clone())
    const requests = await cache.keys()
    for (const old of requests.slice(0, Math.max(0, requests.length - mostAssets))) await cache.delete(old)
  }
  return response
}
