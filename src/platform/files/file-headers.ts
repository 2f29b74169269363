/** Under which a file of the owner's is answered. Nobody vouches for what is in it, so nothing in it may run on our origin. */
export function fileHeaders(file: { mediaType: string; disposition: string; etag: string }) {
  return {
    'Content-Type': file.mediaType,
    'Content-Disposition': file.disposition,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-cache',
    'Accept-Ranges': 'bytes',
    ETag: file.etag,
  }
}
