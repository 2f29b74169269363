import type { PartUpdate } from '../protocol/turn-parts.ts'
import type { Clock } from '../system/clock.ts'

const intervalMs = 40

/**
 * Gathers what an agent says, so that a stream of words costs at most 25 writes a second: the first comes through at once, the
 * others together. Text after text becomes one.
 */
export function createBatch(deps: {
  clock: Clock
  write: (updates: PartUpdate[]) => void
  /** What a write threw that no caller was there to catch. */
  onError: (error: unknown) => void
}) {
  const { clock, write, onError } = deps
  let pending: PartUpdate[] = []
  let lastWriteAt = 0
  let cancel: (() => void) | undefined

  function flush() {
    cancel?.()
    cancel = undefined
    if (pending.length === 0) return
    const updates = pending
    pending = []
    write(updates)
    lastWriteAt = clock.now()
  }

  return {
    add(update: PartUpdate) {
      const last = pending.at(-1)
      if ((update.type === 'text' || update.type === 'thinking') && last?.type === update.type)
        pending[pending.length - 1] = { ...last, text: last.text + update.text }
      else pending.push(update)
      if (cancel !== undefined) return
      const waitMs = lastWriteAt + intervalMs - clock.now()
      if (waitMs <= 0) flush()
      else
        cancel = clock.after(waitMs, () => {
          try {
            flush()
          } catch (error) {
            onError(error)
          }
        })
    },
    flush,
  }
}
