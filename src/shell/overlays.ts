import { type Action, buttons, element } from './element.ts'
import { shellTexts } from './shell-texts.ts'

export interface Words {
  title: string
  detail?: string
  /** A file and a line in it. */
  place?: string
  lines?: readonly string[]
  /** Lines of code, unless they are a log, whose last ones say most, or words, which wrap. */
  linesAre?: 'log' | 'words' | undefined
  /** What changes while one looks, such as a countdown: shown, and never spoken. */
  state?: string
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
  const part = (name: string) => element('p', { className: `${kind}-${name}` })
  const [title, place, detail, state] = [part('title'), part('place'), part('detail'), part('state')]
  const spoken = element('div', { role: 'status' }, title, place, detail)
  const lines = element('pre', {
    className: `${kind}-lines`,
    tabIndex: 0,
    role: 'region',
    ariaLabel: shellTexts.lines,
  })
  const actions = element('div', { className: `${kind}-actions` })
  const column = element('div', { className: `${kind}-column` }, spoken, lines, state)
  if (kind === 'screen') column.prepend(element('div', { className: 'screen-mark' }))
  const overlay = element('div', { hidden: true }, column)
  if (kind === 'screen') state.before(actions)
  else overlay.append(actions)
  body.append(overlay)

  let labels = ''
  let current: readonly Action[] = []

  /** A button that stays keeps its focus. */
  function showActions(next: readonly Action[]): void {
    current = next
    const nextLabels = next.map(({ label }) => label).join('\n')
    if (nextLabels === labels) return
    labels = nextLabels
    actions.replaceChildren(
      ...buttons(next.map((action, at) => ({ ...action, run: () => current[at]?.run() }))),
    )
  }

  return (words) => {
    overlay.hidden = words === null
    if (words === null) return
    overlay.className = `${kind} ${words.look ? `is-${words.look}` : ''}`
    put(title, words.title)
    put(place, words.place)
    put(detail, words.detail)
    put(state, words.state)
    lines.classList.toggle('is-words', words.linesAre === 'words')
    if (put(lines, words.lines?.join('\n')))
      lines.scrollTop = words.linesAre === 'log' ? lines.scrollHeight : 0
    showActions(words.actions ?? [])
  }
}

/** Whether it is another text: what stays the same is not spoken again. */
function put(place: HTMLElement, text = ''): boolean {
  place.hidden = text === ''
  if (place.textContent === text) return false
  place.textContent = text
  return true
}
