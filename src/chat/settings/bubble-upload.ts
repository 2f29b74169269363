import type { Api } from '../api/api-client.ts'

const stillSize = 180

/**
 * Gives the bubble a look: the file as it is, and one still square of it for where nothing may move. Throws an `ApiError` in words, or
 * a `DOMException` for what this browser cannot show.
 */
export async function uploadBubble(api: Pick<Api, 'put'>, file: File): Promise<void> {
  const still = await stillOf(file)
  await api.put('/api/bubble', file)
  await api.put('/api/bubble/still', still)
}

async function stillOf(file: File): Promise<Blob> {
  const address = URL.createObjectURL(file)
  try {
    const source = file.type.startsWith('video/') ? await firstFrame(address) : await picture(address)
    const [width, height] =
      source instanceof HTMLVideoElement
        ? [source.videoWidth, source.videoHeight]
        : [source.naturalWidth, source.naturalHeight]
    const side = Math.min(width, height)
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = stillSize
    canvas
      .getContext('2d')
      ?.drawImage(source, (width - side) / 2, (height - side) / 2, side, side, 0, 0, stillSize, stillSize)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(unreadable())), 'image/png'),
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}

async function picture(address: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = address
  await image.decode()
  return image
}

function firstFrame(address: string): Promise<HTMLVideoElement> {
  return new Promise((resolve, reject) => {
    const video = document.createElement('video')
    video.muted = true
    video.playsInline = true
    video.preload = 'auto'
    // Without a wanted time some browsers decode nothing before it plays.
    video.onloadedmetadata = () => {
      video.currentTime = 0.001
    }
    video.onseeked = () => resolve(video)
    video.onerror = () => reject(unreadable())
    video.src = address
  })
}

function unreadable(): DOMException {
  return new DOMException('The file cannot be shown.', 'EncodingError')
}
