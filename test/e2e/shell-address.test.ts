import type { Frame, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { DeviceOptions } from './browser.ts'
import { bubbleOf, createShellVisit } from './shell-visit.ts'

const visit = createShellVisit()

async function appOf(page: Page): Promise<Frame> {
  await page.locator('iframe[title="Your app"]').waitFor()
  await page.frameLocator('iframe[title="Your app"]').getByText('The app').waitFor()
  const frame = await (await page.locator('iframe[title="Your app"]').elementHandle())?.contentFrame()
  if (!frame) throw new Error('There is no app.')
  return frame
}

async function areAt(page: Page, path: string): Promise<void> {
  const both = async () => {
    const { pathname, search, hash } = new URL((await appOf(page)).url())
    return { shell: page.url().replace(visit.stage.url, ''), app: pathname + search + hash }
  }
  await expect.poll(both).toEqual({ shell: path === '/' ? '/' : `/#${path}`, app: path })
}
const goTo = async (page: Page, path: string) =>
  await (await appOf(page)).evaluate(`history.pushState(null, '', '${path}')`)
const back = (page: Page) => page.evaluate('history.back()')

describe('the app’s address', () => {
  it('is that of the page too, and Back is one step, also after a reload', async () => {
    const page = await visit.open()
    await areAt(page, '/')
    await goTo(page, '/notes/5?tab=all#end')
    await areAt(page, '/notes/5?tab=all#end')
    await goTo(page, '/notes/6')
    await areAt(page, '/notes/6')
    await back(page)
    await areAt(page, '/notes/5?tab=all#end')
    await page.evaluate('history.forward()')
    await areAt(page, '/notes/6')
    await page.reload()
    await areAt(page, '/notes/6')
    await back(page)
    await areAt(page, '/notes/5?tab=all#end')
    await back(page)
    await areAt(page, '/')
    expect(visit.current.errors).toEqual([])
  })

  it('leads to the app’s page from a link, and when it is typed', async () => {
    const page = await visit.open({}, '/#/shared/link?q=1')
    await areAt(page, '/shared/link?q=1')
    await page.evaluate(`location.hash = '#/typed'`)
    await areAt(page, '/typed')
    await back(page)
    await areAt(page, '/shared/link?q=1')
  })

  it('leads nowhere else: not to what only the app’s scripts ask for, nor to another site', async () => {
    const page = await visit.open({}, '/#/app/api/notes')
    await areAt(page, '/')
    await (await appOf(page)).evaluate(`say({ type: 'bloby:location', path: '//elsewhere.invalid/' })`)
    await goTo(page, '/still-here')
    await areAt(page, '/still-here')
  })

  it('stays when the app is loaded again, and when the panel of a phone is opened and closed', async () => {
    const page = await visit.open({ width: 390, height: 844 })
    await areAt(page, '/')
    await goTo(page, '/notes')
    await areAt(page, '/notes')
    await bubbleOf(page).click()
    await page.getByRole('dialog', { name: 'Chat' }).waitFor()
    await back(page)
    await page.getByRole('dialog', { name: 'Chat' }).waitFor({ state: 'hidden' })
    await areAt(page, '/notes')
    const app = await appOf(page)
    await app.evaluate(`window.isOld = true; say({ type: 'bloby:need-session' })`)
    await expect.poll(() => visit.stage.scene.tickets).toBe(2)
    await expect.poll(async () => (await appOf(page)).evaluate('window.isOld')).toBeUndefined()
    await areAt(page, '/notes')
  })
})

/** A visual viewport that the test moves, as a phone’s keyboard does: the page’s own height stays. */
const keyboard = `
  const viewport = Object.assign(new EventTarget(), { scale: 1, offsetTop: 0, height: 844 })
  if (top === window) Object.defineProperty(window, 'visualViewport', { value: viewport })
  window.move = (to, type = 'resize') => { Object.assign(viewport, to); viewport.dispatchEvent(new Event(type)) }`

describe('the part of the page that can be seen', () => {
  const panelOf = async (page: Page) => {
    const box = await page.getByRole('dialog', { name: 'Chat' }).boundingBox()
    return box && { y: box.y, height: box.height }
  }
  async function openPanel(options: DeviceOptions & { script?: string }): Promise<Page> {
    const page = await visit.open(options)
    await appOf(page)
    await bubbleOf(page).click()
    await page.getByRole('dialog', { name: 'Chat' }).waitFor()
    return page
  }

  it('is what a phone’s panel fills when the keyboard comes, is scrolled and goes', async () => {
    const page = await openPanel({ width: 390, height: 844, script: keyboard })
    await expect.poll(() => panelOf(page)).toEqual({ y: 0, height: 844 })
    await page.evaluate('move({ height: 500 })')
    await expect.poll(() => panelOf(page)).toEqual({ y: 0, height: 500 })
    await page.evaluate(`move({ offsetTop: 120 }, 'scroll')`)
    await expect.poll(() => panelOf(page)).toEqual({ y: 120, height: 500 })
    await page.evaluate('move({ offsetTop: 0, height: 844 })')
    await expect.poll(() => panelOf(page)).toEqual({ y: 0, height: 844 })
  })

  it('is read again when the focus moves, for a keyboard that says nothing', async () => {
    const page = await openPanel({ width: 390, height: 844, script: keyboard })
    await expect.poll(() => panelOf(page)).toEqual({ y: 0, height: 844 })
    await page.evaluate(`visualViewport.height = 480; dispatchEvent(new Event('blur'))`)
    await expect.poll(() => panelOf(page)).toEqual({ y: 0, height: 480 })
  })

  it('is not what a pinch makes larger', async () => {
    const page = await openPanel({ width: 390, height: 844 })
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 })
    await expect.poll(() => page.evaluate('visualViewport.scale')).toBe(2)
    await page.evaluate(`dispatchEvent(new Event('focus'))`)
    await page.evaluate(
      'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
    )
    expect(
      await page.evaluate(
        `document.querySelector('bloby-widget').style.getPropertyValue('--visible-height')`,
      ),
    ).toBe('844px')
    await session.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1 })
  })

  it('shrinks with the page where the keyboard resizes it, and a floating panel keeps its margin', async () => {
    const page = await openPanel({ width: 390, height: 844 })
    await page.setViewportSize({ width: 390, height: 420 })
    await expect.poll(() => panelOf(page)).toEqual({ y: 0, height: 420 })
    await page.setViewportSize({ width: 1000, height: 420 })
    await expect.poll(() => panelOf(page)).toEqual({ y: 12, height: 396 })
  })

  it('is told to the chat without the notch where the panel floats, and without the home bar over a keyboard', async () => {
    const page = await openPanel({ width: 390, height: 844, script: keyboard })
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setSafeAreaInsetsOverride', { insets: { top: 47, bottom: 34 } })
    const insets = async () => {
      const chat = page.frames().find((frame) => frame.url().endsWith('/bloby/'))
      return await chat?.evaluate(`heard.findLast(({ type }) => type === 'bloby:insets')`)
    }
    await page.evaluate('move({ height: 800 })')
    await expect.poll(insets).toMatchObject({ top: 47, bottom: 34 })
    await page.evaluate('move({ height: 500 })')
    await expect.poll(insets).toMatchObject({ top: 47, bottom: 0 })
    await page.setViewportSize({ width: 1000, height: 844 })
    await expect.poll(insets).toMatchObject({ top: 0, bottom: 0 })
  })
})
