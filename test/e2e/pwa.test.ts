import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { askForNotifications } from './ask-for-notifications.ts'
import { cookieOf, type Device, type DeviceOptions } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { createOwner } from './owner.ts'

const icon = path.resolve(import.meta.dirname, '../../src/shell/icons/icon-512.png')

const owner = createOwner()

async function open(options: DeviceOptions = {}): Promise<Device> {
  const device = await owner.device(options)
  await askForNotifications(device)
  await device.page.goto(owner.url)
  await device.page.getByRole('button', { name: /^Open the chat/ }).waitFor()
  await expect.poll(() => device.page.title()).not.toBe('Bloby')
  return device
}

const workerIsReady = ({ page }: Device) =>
  page.evaluate(`navigator.serviceWorker.ready.then(async ({ active }) => {
    while (active.state !== 'activated') await new Promise((resolve) => (active.onstatechange = resolve))
  })`)
const readManifest = async (headers: Record<string, string> = {}) =>
  (await fetch(`${owner.url}/manifest.webmanifest`, { headers })).json() as Promise<{
    name: string
    icons: { src: string; sizes: string }[]
  }>
/** The page's policy allows no `eval`, which is what Playwright waits by. */
const becomesTrue = ({ page }: Device, condition: string) =>
  expect.poll(() => page.evaluate(`Boolean(${condition})`)).toBe(true)
const chatOf = ({ page }: Device) => page.frameLocator('iframe[title="Chat"]')
const tellShell = ({ page }: Device, type: string) =>
  page
    .frames()
    .find((frame) => frame.url().includes('/bloby/'))
    ?.evaluate(`parent.postMessage({ type: '${type}' }, location.origin)`)

describe('the manifest', () => {
  it('names the owner’s app and its icon to the owner alone', async () => {
    const workspace = path.join(owner.program.home, 'workspace')
    writeFileSync(path.join(workspace, 'icon.png'), readFileSync(icon))
    writeFileSync(
      path.join(workspace, 'app.json'),
      JSON.stringify({ name: 'Mission Control', icon: 'icon.png' }),
    )
    expect(await readManifest()).toMatchObject({ name: 'Bloby', icons: [{ src: '/icon-192.png' }, {}, {}] })
    const { name, icons } = await readManifest({ cookie: `bloby_session=${owner.api.token}` })
    expect(name).toBe('Mission Control')
    expect(icons).toMatchObject([{ sizes: '512x512' }])
    const picture = await fetch(`${owner.url}${icons[0]?.src}`)
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(readFileSync(icon))
    expect((await fetch(`${owner.url}/app-icon/guess.png`)).status).toBe(404)
  })

  it('lets a browser install the app', async () => {
    const profile = mkdtempSync(path.join(tmpdir(), 'bloby-profile-'))
    // A private window, as other tests use, installs nothing.
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: inject('chromium'),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-sync',
      ],
    })
    try {
      await context.addCookies([cookieOf({ url: owner.url, token: owner.api.token })])
      const page = await context.newPage()
      await page.goto(owner.url)
      await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
      const session = await context.newCDPSession(page)
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
      expect(installabilityErrors).toEqual([])
      const { errors, data } = await session.send('Page.getAppManifest')
      expect(errors).toEqual([])
      expect(JSON.parse(data ?? '')).toMatchObject({ name: 'Mission Control', start_url: '/' })
    } finally {
      await context.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
    }
  })
})

describe('installing', () => {
  it('is offered by the browser’s own prompt, once the owner asks', async () => {
    const device = await open()
    await device.page.evaluate(`{
      const event = new Event('beforeinstallprompt', { cancelable: true })
      event.prompt = async () => { window.wasPrompted = true }
      dispatchEvent(event)
      window.wasKeptBack = event.defaultPrevented
    }`)
    expect(await device.page.evaluate('window.wasKeptBack')).toBe(true)
    await tellShell(device, 'bloby:install-app')
    const dialog = device.page.getByRole('dialog', { name: 'Install Mission Control' })
    await dialog.waitFor()
    expect(await findProblems(device.page)).toEqual([])
    await dialog.getByRole('button', { name: 'Install' }).click()
    await becomesTrue(device, 'window.wasPrompted')
    await dialog.waitFor({ state: 'hidden' })

    await tellShell(device, 'bloby:install-app')
    await dialog.getByText('Open the menu of your browser').waitFor()
    expect(device.errors).toEqual([])
    await device.close()
  })

  it('is explained step by step on an iPhone', async () => {
    const device = await open({ width: 390, height: 844, theme: 'dark' })
    await tellShell(device, 'bloby:show-ios-install')
    const dialog = device.page.getByRole('dialog', { name: 'Put Mission Control on your home screen' })
    await dialog.getByText('Choose “Add to Home Screen”').waitFor()
    expect(await findProblems(device.page)).toEqual([])
    expect(await device.page.locator('link[rel="apple-touch-icon"]').getAttribute('href')).toMatch(
      /^\/app-icon\//,
    )
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await device.close()
  })
})

describe.each([
  { width: 390, theme: 'light' as const },
  { width: 390, theme: 'dark' as const },
  { width: 1280, theme: 'light' as const },
  { width: 1280, theme: 'dark' as const },
  { width: 320, theme: 'light' as const },
])('what a device is asked and told, at $width px, $theme', ({ width, theme }) => {
  const look = async (device: Device, name: string) => {
    await device.picture(`pwa-${name}-${width}-${theme}`)
    expect(await findProblems(device.page)).toEqual([])
  }

  it('fits, and is without a fault', async () => {
    const device = await open({ width, height: width > 640 ? 800 : width === 320 ? 568 : 844, theme })
    const { page } = device
    await page.evaluate(`localStorage.setItem('bloby_theme', 'system')`)
    await page.evaluate(`{
      const event = new Event('beforeinstallprompt')
      event.prompt = async () => {}
      dispatchEvent(event)
    }`)
    for (const [type, title] of [
      ['bloby:install-app', 'Install Mission Control'],
      ['bloby:show-ios-install', 'Put Mission Control on your home screen'],
    ] as const) {
      await tellShell(device, type)
      const dialog = page.getByRole('dialog', { name: title })
      await dialog.waitFor()
      await look(device, type.replace('bloby:', ''))
      await dialog.getByRole('button', { name: /^(Close|Not now)$/ }).click()
    }

    await page.getByRole('button', { name: /^Open the chat/ }).click()
    const chat = chatOf(device)
    await chat.getByRole('button', { name: 'New conversation', exact: true }).click()
    await chat.getByRole('textbox', { name: 'Message' }).fill('help')
    await chat.getByRole('button', { name: 'Send' }).click()
    await chat.getByRole('region', { name: 'Know when it is done?' }).waitFor()
    await look(device, 'card')

    await chat.getByRole('button', { name: 'More' }).click()
    await chat.getByRole('menuitem', { name: 'Settings' }).click()
    await chat.getByRole('button', { name: /^This device/ }).click()
    await chat.getByText('Nothing is shown while Bloby is closed').waitFor()
    await look(device, 'settings')

    await workerIsReady(device)
    await device.context.setOffline(true)
    await page.reload()
    await page.getByRole('heading', { name: 'You are offline' }).waitFor()
    await look(device, 'offline')
    await page.getByRole('button', { name: 'Read what is saved' }).click()
    await look(device, 'offline-saved')
    await device.close()
  })
})

describe('the service worker', () => {
  it('keeps what has a hash in its name, and nothing else', async () => {
    const device = await open()
    await workerIsReady(device)
    await device.page.reload()
    await chatOf(device).getByRole('textbox', { name: 'Message' }).waitFor({ state: 'attached' })
    const names = () =>
      device.page.evaluate<string[]>(
        `caches.open('bloby-assets').then((cache) => cache.keys()).then((all) => all.map(({ url }) => new URL(url).pathname))`,
      )
    await expect.poll(async () => (await names()).length).toBeGreaterThan(2)
    const kept = await names()
    expect(kept.every((name) => /^\/(bloby|shell)\/assets\//.test(name))).toBe(true)
    await device.close()
  })

  it('shows the offline page while the machine is away, with what is saved, and the app when it is back', async () => {
    const device = await open({ width: 390, height: 844 })
    await device.page.getByRole('button', { name: /^Open the chat/ }).click()
    const chat = chatOf(device)
    await chat.getByRole('button', { name: 'New conversation', exact: true }).click()
    await chat.getByRole('textbox', { name: 'Message' }).fill('help')
    await chat.getByRole('button', { name: 'Send' }).click()
    await chat.getByRole('button', { name: 'Copy answer' }).first().waitFor()
    await workerIsReady(device)
    await becomesTrue(device, `localStorage.getItem('bloby_saved')?.includes('"role":"assistant"')`)

    await owner.program.stop()
    await chat.getByRole('textbox', { name: 'Message' }).fill('note: buy tea')
    await chat.getByRole('button', { name: /^(Send|Queue)$/ }).click()
    await becomesTrue(device, `JSON.parse(localStorage.getItem('bloby_saved')).unsent === 1`)
    await device.page.reload()
    await device.page.getByRole('heading', { name: 'Your machine is not answering' }).waitFor()
    await device.page.getByText('Your last message is kept on this device').waitFor()
    await device.page.getByText(/^Last seen just now · checks again in \d+\ss$/).waitFor()
    for (const address of ['/api/health', '/app/api/x', '/@vite/client'])
      expect(await device.page.evaluate(`fetch('${address}').then(() => 'answered', () => 'away')`)).toBe(
        'away',
      )
    expect(await findProblems(device.page)).toEqual([])
    await device.page.getByRole('button', { name: 'Read what is saved' }).click()
    await device.page.getByText('help', { exact: true }).waitFor()
    expect(await findProblems(device.page)).toEqual([])

    await owner.program.restart()
    await device.page.evaluate(`dispatchEvent(new Event('online'))`)
    await device.page.getByRole('heading', { name: 'Your machine is back' }).waitFor()
    await device.page.getByRole('button', { name: 'Open' }).click()
    await chat.getByText('You: note: buy tea').waitFor()
    await device.close()
  })

  it('leaves nothing of the conversation on a device that signs out', async () => {
    const device = await open()
    await becomesTrue(device, `localStorage.getItem('bloby_saved') !== null`)
    await owner.api.fetch('/api/portal/logout', { method: 'POST' })
    await chatOf(device).getByRole('textbox', { name: 'Password' }).waitFor()
    await becomesTrue(device, `localStorage.getItem('bloby_saved') === null`)
    await device.close()
  })
})
