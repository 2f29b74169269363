/**
 * Gives what runs `work` now, or, while it is under way, once more after that for all who ask meanwhile. So whoever asks gets what was
 * read after they asked, and who asks without end has it run one at a time.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  function start(): Promise<void> {
    next = undefined
    running = work().finally(() => {
      running = undefined
    })
    return running
  }

  return () => {
    if (running === undefined) return start()
    next ??= running.then(start, start)
    return next
  }
}
