/** The part of the page that the keyboard leaves free, in CSS pixels. */
export interface VisibleArea {
  top: number
  height: number
  isKeyboardOpen: boolean
}

/** Less than this is a toolbar that slides away, not a keyboard. */
const minKeyboardHeight = 100
/** How long a keyboard takes to come or go: iOS tells its size late, or never. */
const slideMs = 700

/**
 * Tells what is visible, now and on each change. iOS shrinks only the visual viewport when the keyboard opens, so it is read again, a
 * frame at a time, for as long as a keyboard may move: after the focus went anywhere, also into a frame, which only the window's own
 * `blur` tells. A page that is zoomed in by pinching is left as it is.
 */
export function watchViewport(onChange: (area: VisibleArea) => void): void {
  const viewport = window.visualViewport
  if (!viewport) return
  let isAsked = false
  let watchUntil = 0
  let last = ''

  function read({ scale, offsetTop, height: visibleHeight }: VisualViewport): void {
    isAsked = false
    if (performance.now() < watchUntil) ask()
    if (Math.abs(scale - 1) > 0.01) return
    const top = Math.round(offsetTop)
    const height = Math.round(visibleHeight)
    const isKeyboardOpen = document.documentElement.clientHeight - height > minKeyboardHeight
    const now = `${top} ${height} ${isKeyboardOpen}`
    if (last === now) return
    last = now
    onChange({ top, height, isKeyboardOpen })
  }

  function ask(): void {
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(() => read(viewport as VisualViewport))
  }

  function watch(): void {
    watchUntil = performance.now() + slideMs
    ask()
  }

  viewport.addEventListener('resize', ask)
  viewport.addEventListener('scroll', ask)
  addEventListener('resize', ask)
  for (const type of ['focusin', 'focusout', 'blur', 'focus', 'pageshow']) addEventListener(type, watch)
  ask()
}
