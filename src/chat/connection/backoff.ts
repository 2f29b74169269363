/**
 * How long to wait before the next try: 1 to 2 s after the first failure, then 2 to 4 s, then 4 to 8 s each time. The
 * random share keeps the devices of one owner from coming back in the same instant.
 *
 * @param failures how many tries have failed in a row, 1 or more
 * @param random a number from 0 to 1
 */
export function backoffDelayMs(failures: number, random: number): number {
  const longestMs = Math.min(8000, 1000 * 2 ** failures)
  return Math.round(longestMs / 2 + (longestMs / 2) * random)
}
