/**
 * The bytes of a file that a request asks for, both ends included (RFC 9110, 14.2): undefined when it asks for all of it, `none` when
 * there are none of those. Several ranges at once are answered with the whole, as anyone may; so is a range of an older state.
 */
export function askedRange(
  headers: Headers,
  size: number,
  etag: string,
): { start: number; end: number } | 'none' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get('range') ?? '')
  const isOfOther = (headers.get('if-range') ?? etag) !== etag
  if (match === null || isOfOther) return undefined
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return undefined
  // Without a start it is the last so many bytes.
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined
  return start > end ? 'none' : { start, end }
}
