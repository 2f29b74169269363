/** Time, as what needs it is given it: the browser's in the page, one moved by hand in tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs once after so many milliseconds; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
