export interface ScrollKeeper {
  /** Goes to the end and stays there. */
  toLatest(): void
  /** Call after messages were put above: what the owner reads stays where it is. */
  keepPlace(): void
  stop(): void
}

const nearPx = 24

/**
 * Keeps a transcript at its end while the owner is there, and where it is once the owner scrolled up.
 *
 * @param scroller what scrolls
 * @param content its one child, which grows; its messages carry `data-message`
 * @param onChange whether the end is kept in view
 */
export function createScrollKeeper(
  scroller: HTMLElement,
  content: HTMLElement,
  onChange: (isAtEnd: boolean) => void,
): ScrollKeeper {
  let isAtEnd = true
  let lastTop = 0
  let isHeld = false
  let anchor: { element: HTMLElement; offsetPx: number } | undefined

  const distance = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop

  function set(next: boolean) {
    if (next === isAtEnd) return
    isAtEnd = next
    onChange(isAtEnd)
  }

  function onScroll() {
    const isUpward = scroller.scrollTop < lastTop
    lastTop = scroller.scrollTop
    if (isAtEnd && isUpward && distance() > 8) set(false)
    else if (!isAtEnd && distance() < nearPx) set(true)
  }

  function settle() {
    if (isHeld) return set(distance() < nearPx)
    if (!isAtEnd) return
    scroller.scrollTop = scroller.scrollHeight
    lastTop = scroller.scrollTop
  }

  function remember() {
    const element = content.querySelector<HTMLElement>('[data-message]')
    anchor = element ? { element, offsetPx: element.offsetTop } : undefined
  }

  /** What the owner opens by a press must not run away: the end is let go for a moment. */
  function onPress() {
    isHeld = true
    setTimeout(() => {
      isHeld = false
    }, 250)
  }

  const sizes = new ResizeObserver(() => {
    settle()
    remember()
  })
  sizes.observe(scroller)
  sizes.observe(content)
  scroller.addEventListener('scroll', onScroll, { passive: true })
  content.addEventListener('click', onPress, { capture: true })

  return {
    toLatest() {
      isHeld = false
      set(true)
      settle()
    },
    keepPlace() {
      if (anchor?.element.isConnected && !isAtEnd) {
        scroller.scrollTop += anchor.element.offsetTop - anchor.offsetPx
        lastTop = scroller.scrollTop
      }
      remember()
    },
    stop() {
      sizes.disconnect()
      scroller.removeEventListener('scroll', onScroll)
      content.removeEventListener('click', onPress, { capture: true })
    },
  }
}
