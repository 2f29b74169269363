/** The part of the page that the keyboard leaves free, in CSS pixels. */
export interface VisibleArea {
  top: number
  height: number
  isKeyboardOpen: boolean
}

/** Less than this is a toolbar that slides away, not a keyboard. */
const minKeyboardHeight = 100

/**
 * Tells what is visible, now and on each change. iOS shrinks only the visual viewport when the keyboard opens, and tells it late or not
 * at all, so it is read again whenever the focus moves. A page that is zoomed in by pinching is left as it is.
 */
export function watchViewport(onChange: (area: VisibleArea) => void): void {
  const viewport = window.visualViewport
  if (!viewport) return
  let isAsked = false
  let last = ''

  function read(viewport: VisualViewport): void {
    isAsked = false
    if (Math.abs(viewport.scale - 1) > 0.01) return
    const top = Math.round(viewport.offsetTop)
    const height = Math.round(viewport.height)
    if (last === `${top} ${height}`) return
    last = `${top} ${height}`
    const isKeyboardOpen = document.documentElement.clientHeight - height > minKeyboardHeight
    onChange({ top, height, isKeyboardOpen })
  }

  function ask(): void {
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(() => read(viewport as VisualViewport))
  }

  viewport.addEventListener('resize', ask)
  viewport.addEventListener('scroll', ask)
  for (const type of ['resize', 'focusin', 'focusout', 'pageshow']) addEventListener(type, ask)
  ask()
}
