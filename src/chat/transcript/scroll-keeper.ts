export interface ScrollKeeper {
  /** Goes to the end and stays there. */
  toLatest(): void
  /** Call when the content grew or shrank. */
  settle(): void
  /** The owner is taken elsewhere: the end is not kept any more. */
  letGo(): void
  /** Resolves once nothing was scrolled for a moment: what is put above while a phone still glides would stop it, or be lost. */
  whenStill(): Promise<void>
  stop(): void
}

const nearPx = 24
/** Longer than the list waits (150 ms) before it draws more around what is seen: while it measures that, nothing can be put above. */
const stillMs = 250
const pollMs = 50

/**
 * Keeps a transcript at its end while the owner is there.
 *
 * @param scroller what scrolls
 * @param content its one child
 * @param canFollow whether the end of the content is the end of the conversation
 * @param onChange whether the end is kept in view
 */
export function createScrollKeeper(
  scroller: HTMLElement,
  content: HTMLElement,
  canFollow: () => boolean,
  onChange: (isAtEnd: boolean) => void,
): ScrollKeeper {
  let isAtEnd = true
  let lastTop = 0
  let isHeld = false
  let isTouched = false
  let isStopped = false
  let movedAt = Number.NEGATIVE_INFINITY

  const distance = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop

  function set(next: boolean) {
    if (next === isAtEnd) return
    isAtEnd = next
    onChange(isAtEnd)
  }

  function onScroll() {
    const top = scroller.scrollTop
    const isUpward = top < lastTop
    lastTop = top
    movedAt = performance.now()
    if (isAtEnd && isUpward && distance() > 8) set(false)
    else if (!isAtEnd && !isUpward && canFollow() && distance() < nearPx) set(true)
  }

  function onTouch(event: TouchEvent) {
    isTouched = event.touches.length > 0
    movedAt = performance.now()
  }

  function settle() {
    if (isHeld) set(canFollow() && distance() < nearPx)
    else follow()
  }

  function follow() {
    if (!isAtEnd || !canFollow()) return
    scroller.scrollTop = Number.MAX_SAFE_INTEGER
    lastTop = scroller.scrollTop
  }

  /** What the owner opens by a press must not run away: the end is let go for a moment. */
  function onPress() {
    isHeld = true
    setTimeout(() => {
      isHeld = false
    }, 250)
  }

  // What comes or goes around it must not take the end out of sight, not even right after a press.
  const sizes = new ResizeObserver(follow)
  const listening = new AbortController()
  const { signal } = listening
  sizes.observe(scroller)
  scroller.addEventListener('scroll', onScroll, { passive: true, signal })
  for (const type of ['touchstart', 'touchend', 'touchcancel'] as const)
    scroller.addEventListener(type, onTouch, { passive: true, signal })
  content.addEventListener('click', onPress, { capture: true, signal })

  return {
    toLatest() {
      isHeld = false
      set(true)
      settle()
    },
    settle,
    letGo: () => set(false),
    async whenStill() {
      while (!isStopped && (isTouched || performance.now() - movedAt < stillMs))
        await new Promise((resolve) => setTimeout(resolve, pollMs))
    },
    stop() {
      sizes.disconnect()
      listening.abort()
      isStopped = true
    },
  }
}
