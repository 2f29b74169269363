import { type Action, buttons, element } from './element.ts'
import { installTexts as texts } from './install-texts.ts'

interface Offer {
  name: string
  /** Its address. */
  icon: string
  isInstalled: boolean
  /** The browser's own way; undefined when it has none, or none now. */
  install: (() => Promise<void>) | undefined
}

/** What installing is good for, with a button that does it, or with words on where the browser's menu has it. */
export function showInstallDialog(body: HTMLElement, { name, icon, isInstalled, install }: Offer): void {
  if (isInstalled) {
    open(body, texts.isInstalled(name), [text(texts.isInUse)], [])
    return
  }
  const uses = element('ul', { className: 'dialog-list' }, ...texts.uses.map((use) => element('li', {}, use)))
  if (install) {
    open(
      body,
      texts.title(name),
      [header(name, icon), uses],
      [{ label: texts.install, isPrimary: true, run: () => void install() }],
    )
    return
  }
  open(body, texts.title(name), [header(name, icon), uses, text(texts.how)], [])
}

/** Safari has no way but its own menu: the steps, one by one. */
export function showIosDialog(body: HTMLElement, name: string): void {
  const [share, choose, add] = texts.ios.steps(name)
  const steps = [
    { ...share, picture: icon('M12 3v12M8 7l4-4 4 4M7 11H5v9h14v-9h-2') },
    { ...choose, picture: icon('M5 5h14v14H5zM12 9v6M9 12h6') },
    { ...add, picture: icon('M5 12.5l4.5 4.5L19 7.5') },
  ]
  const list = element(
    'ol',
    { className: 'dialog-steps' },
    ...steps.map(({ title, picture, detail }) =>
      element(
        'li',
        {},
        picture,
        element('div', {}, element('strong', {}, title), element('span', {}, detail)),
      ),
    ),
  )
  open(body, texts.ios.title(name), [list, text(texts.ios.last)], [])
}

function header(name: string, src: string): Node {
  const picture = element('img', { className: 'dialog-icon' })
  picture.src = src
  picture.alt = ''
  return element(
    'div',
    { className: 'dialog-app' },
    picture,
    element('div', {}, element('strong', {}, name), element('span', {}, location.host)),
  )
}

function text(words: string): Node {
  return element('p', { className: 'dialog-text' }, words)
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

function open(body: HTMLElement, title: string, content: readonly Node[], actions: readonly Action[]): void {
  const dialog = element('dialog', { className: 'dialog', ariaLabel: title })
  const closing = actions.map((action) => ({
    ...action,
    run() {
      action.run()
      dialog.close()
    },
  }))
  dialog.append(
    element('p', { className: 'dialog-title' }, title),
    ...content,
    element(
      'div',
      { className: 'dialog-actions' },
      ...buttons([
        { label: actions.length > 0 ? texts.notNow : texts.close, run: () => dialog.close() },
        ...closing,
      ]),
    ),
  )
  dialog.addEventListener('close', () => dialog.remove())
  body.append(dialog)
  dialog.querySelector<HTMLButtonElement>('.primary')?.setAttribute('autofocus', '')
  dialog.showModal()
}
