import { renderSVG } from 'uqr'
import { isOnlyLocal } from './app-context.ts'
import { buttons, element } from './element.ts'
import { phoneTexts as texts } from './phone-texts.ts'

/** Shows how to open this page on another device: its address as a QR code, or how to get an address that others can reach. */
export function showPhoneDialog(body: HTMLElement, address: string, startCommand: string): void {
  const dialog = element('dialog', { className: 'dialog' })
  dialog.append(
    element('p', { className: 'dialog-title' }, texts.title),
    ...(isOnlyLocal(address) ? howToOpenUp(new URL(address).port, startCommand) : addressWithCode(address)),
    element(
      'div',
      { className: 'dialog-actions' },
      ...buttons([{ label: texts.close, run: () => dialog.close() }]),
    ),
  )
  dialog.addEventListener('close', () => dialog.remove())
  body.append(dialog)
  dialog.showModal()
}

function howToOpenUp(port: string, startCommand: string): Node[] {
  return [
    element('p', { className: 'dialog-text' }, texts.onlyLocal),
    element('code', { className: 'dialog-code' }, `${startCommand} --host 0.0.0.0`),
    element('p', { className: 'dialog-text' }, texts.afterwards(port)),
  ]
}

function addressWithCode(address: string): Node[] {
  const image = new DOMParser().parseFromString(
    renderSVG(address, { border: 2 }),
    'image/svg+xml',
  ).documentElement
  image.setAttribute('class', 'dialog-qr')
  image.setAttribute('role', 'img')
  image.setAttribute('aria-label', texts.code(address))
  return [
    element('p', { className: 'dialog-text' }, texts.scan),
    image,
    element('code', { className: 'dialog-code' }, address),
  ]
}
