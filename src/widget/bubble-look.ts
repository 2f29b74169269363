export interface Look {
  mediaType: string
  version: string
}

const isStill = matchMedia('(prefers-reduced-motion: reduce)')

/**
 * Dresses the bubble in the owner's own picture or short film. Where films are not played, or are not wanted, it is the still
 * picture of it; without that the bubble looks as it always did. `show` gets null for that.
 */
export function createBubbleLook(show: (picture: HTMLElement | null) => void): (look: Look | null) => void {
  let current: Look | null = null

  async function put(look: Look): Promise<void> {
    const isFilm = look.mediaType.startsWith('video/')
    const picture = await (isFilm ? filmOrStill() : image('/api/bubble'))
    if (look.version === current?.version) show(picture)
  }

  function dress(look: Look | null): void {
    if (look?.version === current?.version) return
    current = look
    if (look === null) show(null)
    else
      put(look).catch((error: unknown) => {
        console.warn('The picture of the bubble could not be shown.', error)
        if (look === current) show(null)
      })
  }

  return dress
}

function filmOrStill(): Promise<HTMLElement> {
  const still = () => image('/api/bubble/still')
  return isStill.matches ? still().catch(film) : film().catch(still)
}

/** The first picture of it where nothing may move. */
async function image(address: string): Promise<HTMLElement> {
  const bytes = await read(address)
  if (isStill.matches) {
    const bitmap = await createImageBitmap(bytes)
    const canvas = document.createElement('canvas')
    canvas.width = bitmap.width
    canvas.height = bitmap.height
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    return canvas
  }
  const picture = new Image()
  picture.alt = ''
  picture.src = URL.createObjectURL(bytes)
  await picture.decode()
  return picture
}

async function film(): Promise<HTMLElement> {
  const video = document.createElement('video')
  video.muted = video.loop = video.playsInline = true
  video.autoplay = !isStill.matches
  const ready = new Promise<void>((resolve, reject) => {
    video.onloadeddata = () => resolve()
    video.onerror = () => reject(video.error)
  })
  video.src = URL.createObjectURL(await read('/api/bubble'))
  await ready
  return video
}

/** Read whole: the address stays the same when the picture changes, and browsers would show the one they have. */
async function read(address: string): Promise<Blob> {
  const response = await fetch(address, { cache: 'no-cache' })
  if (!response.ok) throw new Error(`${address} was answered with ${response.status}.`)
  return await response.blob()
}
