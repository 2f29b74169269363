import { renderSVG } from 'uqr'
import { isOnlyLocal } from './app-context.ts'
import { buttons, element } from './element.ts'

/** Shows how to open this page on another device: its address as a QR code, or how to get an address that others can reach. */
export function showPhoneDialog(body: HTMLElement, address: string): void {
  const dialog = element('dialog', { className: 'dialog' })
  dialog.append(
    element('p', { className: 'dialog-title' }, 'Open this page on your phone'),
    ...(isOnlyLocal(address) ? howToOpenUp(new URL(address).port) : addressWithCode(address)),
    element(
      'div',
      { className: 'dialog-actions' },
      ...buttons([{ label: 'Close', run: () => dialog.close() }]),
    ),
  )
  dialog.addEventListener('close', () => dialog.remove())
  body.append(dialog)
  dialog.showModal()
}

function howToOpenUp(port: string): Node[] {
  return [
    element(
      'p',
      { className: 'dialog-text' },
      'Bloby listens only on this computer, so nothing else can reach it. To open it in your own network, stop it and start it again with:',
    ),
    element('code', { className: 'dialog-code' }, 'bloby start --host 0.0.0.0'),
    element(
      'p',
      { className: 'dialog-text' },
      `Your phone, in the same network, then finds it at this computer’s address${port ? `, port ${port}` : ''}. Everyone in that network can see the login page, so choose a good password.`,
    ),
  ]
}

function addressWithCode(address: string): Node[] {
  const image = new DOMParser().parseFromString(
    renderSVG(address, { border: 2 }),
    'image/svg+xml',
  ).documentElement
  image.setAttribute('class', 'dialog-qr')
  image.setAttribute('role', 'img')
  image.setAttribute('aria-label', `QR code of ${address}`)
  return [
    element(
      'p',
      { className: 'dialog-text' },
      'Point its camera at the code, or type the address, and sign in with your password.',
    ),
    image,
    element('code', { className: 'dialog-code' }, address),
  ]
}
