import { type Action, buttons, element } from './element.ts'

export interface Words {
  title: string
  detail?: string
  look?: 'busy' | 'problem'
  actions?: readonly Action[]
}

/** What the shell says over the app. They live outside the app's frame, so they are there when the app is broken. */
export interface Overlays {
  /** Words in place of the app; null shows the app again. */
  screen(words: Words | null): void
  /** A note at the lower edge of the app. */
  note(words: Words | null): void
}

export function createOverlays(body: HTMLElement): Overlays {
  return { screen: createOverlay(body, 'screen'), note: createOverlay(body, 'note') }
}

function createOverlay(body: HTMLElement, kind: 'screen' | 'note'): (words: Words | null) => void {
  const title = element('p', { className: `${kind}-title` })
  const detail = element('p', { className: `${kind}-detail` })
  const actions = element('div', { className: `${kind}-actions` })
  const overlay = element('div', { role: 'status', hidden: true })
  if (kind === 'screen') overlay.append(element('div', { className: 'screen-mark' }), title, detail)
  else overlay.append(element('div', {}, title, detail))
  overlay.append(actions)
  body.append(overlay)

  return (words) => {
    overlay.hidden = words === null
    if (words === null) return
    overlay.className = `${kind} ${words.look ? `is-${words.look}` : ''}`
    title.textContent = words.title
    detail.textContent = words.detail ?? ''
    actions.replaceChildren(...buttons(words.actions ?? []))
  }
}
