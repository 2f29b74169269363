import type { Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { findProblems } from './find-problems.ts'
import { bubbleOf, createShellVisit, frameOf, heardByChat, isPanelOpen, say } from './shell-visit.ts'

const visit = createShellVisit()
const patience = { timeout: 20_000 }

describe('the way in', () => {
  it('shows the chat alone to who is not signed in, and hands it the setup code', async () => {
    visit.stage.scene.isClaimed = visit.stage.scene.isSignedIn = false
    const page = await visit.open({}, '/#setup=CODE')
    const chat = await frameOf(page, 'Chat')
    expect(new URL(chat.url()).hash).toBe('#setup=CODE')
    expect(new URL(page.url()).hash).toBe('')
    expect(await bubbleOf(page).count()).toBe(0)
    expect(visit.stage.scene.tickets).toBe(0)

    await say(page, 'Chat', { type: 'bloby:close' })
    expect(await page.locator('iframe[title="Chat"]').isVisible()).toBe(true)

    visit.stage.scene.isClaimed = visit.stage.scene.isSignedIn = true
    await say(page, 'Chat', { type: 'bloby:onboard-complete' })
    await bubbleOf(page).waitFor()
    await page.frameLocator('iframe[title="Your app"]').getByText('The app').waitFor()
    await expect.poll(() => page.title(), patience).toBe('Mission Control')
    expect(await page.locator('iframe[title="Chat"]').isVisible()).toBe(false)
  })

  it('takes the app away when the session is over', async () => {
    const page = await visit.open()
    await frameOf(page, 'Your app')
    visit.stage.scene.isSignedIn = false
    await say(page, 'Chat', { type: 'bloby:signed-out' })
    await bubbleOf(page).waitFor({ state: 'hidden' })
    expect(await page.locator('iframe[title="Your app"]').isVisible()).toBe(false)
  })
})

describe('the app in its frame', () => {
  it('is preceded by words on what is being done, or on what went wrong', async () => {
    visit.stage.scene.app = {
      name: 'Mission Control',
      isReady: false,
      step: 'Installing the app’s packages: 42 %',
      updates: 0,
    }
    const page = await visit.open({ width: 320, height: 640 })
    await page.getByText('Installing the app’s packages: 42 %').waitFor()
    expect(await findProblems(page)).toEqual([])
    visit.stage.scene.app = { name: 'Mission Control', isReady: false, updates: 0 }
    visit.stage.scene.problems = [
      { id: 'packages', title: 'The app could not be prepared', detail: 'No network.' },
    ]
    await page.getByText('The app could not be prepared').waitFor()
    expect(await findProblems(page)).toEqual([])
    visit.stage.scene.app = { name: 'Mission Control', isReady: true, updates: 0 }
    await page.frameLocator('iframe[title="Your app"]').getByText('The app').waitFor()
    await page.getByText('The app could not be prepared').waitFor({ state: 'hidden' })
    expect(visit.current.errors).toEqual([])
  })

  it('is loaded once more when an update came while it was loaded, and never when it has long been read', async () => {
    const { page } = await visit.device({ serviceWorkers: 'block' })
    let mayAsk = true
    let asked = 0
    await page.clock.install()
    await page.route('**/api/system', (route) => {
      asked++
      return mayAsk ? route.continue() : route.abort()
    })
    const load = async (isHeard: boolean) => {
      mayAsk = true
      visit.stage.scene.tickets = 0
      const update = (route: Route) => {
        visit.stage.scene.app = { ...visit.stage.scene.app, updates: visit.stage.scene.app.updates + 1 }
        mayAsk = isHeard
        return route.continue()
      }
      await page.route('**/enter?*', update, { times: 1 })
      await page.goto(visit.stage.url)
      await frameOf(page, 'Your app')
    }
    await load(true)
    await expect.poll(() => visit.stage.scene.tickets).toBe(2)

    await load(false)
    await page.clock.fastForward(30_000)
    mayAsk = true
    asked = 0
    await say(page, 'Your app', { type: 'bloby:hello' })
    await expect.poll(() => asked).toBeGreaterThan(0)
    await (await frameOf(page, 'Your app')).waitForFunction(`'context' in window`)
    expect(visit.stage.scene.tickets).toBe(1)
  })

  it('is told of the machine and the owner, and its steps do what they say', async () => {
    const page = await visit.open()
    const app = await frameOf(page, 'Your app')
    await app.waitForFunction(`'context' in window`)
    expect(await app.evaluate('context')).toMatchObject({ ownerName: 'Bruno', agent: { provider: 'demo' } })
    await say(page, 'Your app', { type: 'bloby:step', id: 'provider' })
    expect(await heardByChat(page, 'bloby:settings')).toMatchObject({ place: 'provider' })
    await isPanelOpen(page, true)
    expect(await heardByChat(page, 'bloby:panel')).toMatchObject({ isOpen: true, keepsFocus: true })
    expect(await (await frameOf(page, 'Chat')).evaluate('document.hasFocus()')).toBe(false)
    await page.keyboard.press('Escape')
    await isPanelOpen(page, false)
  })

  it('can be opened on a phone when there is an address for it, and else it says how to get one', async () => {
    const page = await visit.open({ width: 390, height: 844, theme: 'dark' })
    const app = await frameOf(page, 'Your app')
    await app.waitForFunction(`'context' in window`)
    await say(page, 'Your app', { type: 'bloby:step', id: 'phone' })
    await page.getByText('npm start -- --port 4000 --host 0.0.0.0').waitFor()
    expect(await findProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Close' }).click()

    visit.stage.scene.address = 'http://192.168.1.7:3000'
    await say(page, 'Your app', { type: 'bloby:hello' })
    await app.waitForFunction(`context.machine.address === 'http://192.168.1.7:3000'`)
    await say(page, 'Your app', { type: 'bloby:step', id: 'phone' })
    await page.getByRole('img', { name: 'QR code of http://192.168.1.7:3000' }).waitFor()
    expect(await findProblems(page)).toEqual([])
  })

  it('may say that it is empty: as text in its own place, which the owner can dismiss', async () => {
    const page = await visit.open({ width: 320, height: 640 })
    const title = page.getByText('The dashboard stopped with an error')
    await say(page, 'Your app', { type: 'bloby:broken', message: 'x'.repeat(501) })
    await say(page, 'Your app', {
      type: 'bloby:broken',
      message: '<b>No</b> card',
      place: 'client/src/a.tsx',
    })
    await page.getByText('<b>No</b> card', { exact: true }).waitFor()
    expect(await title.isVisible()).toBe(true)
    expect(await bubbleOf(page).isVisible()).toBe(true)
    expect(await findProblems(page, [page.mainFrame()])).toEqual([])
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await title.waitFor({ state: 'hidden' })

    await page.reload()
    await say(page, 'Your app', { type: 'bloby:broken', message: 'No card', place: 'client/src/a.tsx' })
    await page.getByRole('button', { name: 'Ask Bloby to fix it' }).click()
    expect(await heardByChat(page, 'bloby:compose')).toEqual({
      type: 'bloby:compose',
      text: 'Please fix this: The dashboard stopped with an error\n\nclient/src/a.tsx: No card',
      isFromApp: true,
    })
    await page.goBack()
    const { tickets } = visit.stage.scene
    // What its backend answers from now on may mend it.
    await say(page, 'Chat', { type: 'bloby:rebuilt' })
    await title.waitFor({ state: 'hidden' })
    expect(visit.stage.scene.tickets).toBe(tickets + 1)
    expect(visit.current.errors).toEqual([])
  })

  it('gets a new session when it lost the old one, but not for ever', async () => {
    const page = await visit.open()
    for (let count = 1; count <= 4; count++) {
      await expect.poll(() => visit.stage.scene.tickets, patience).toBe(count)
      await (await frameOf(page, 'Your app')).waitForFunction(`'context' in window`)
      await say(page, 'Your app', { type: 'bloby:need-session' })
    }
    await page.getByText('The app loses its session').waitFor()
    expect(visit.stage.scene.tickets).toBe(4)
  })

  it('can neither speak for the chat nor take the page away', async () => {
    const page = await visit.open()
    const app = await frameOf(page, 'Your app')
    await say(page, 'Your app', { type: 'bloby:signed-out' })
    await say(page, 'Your app', { type: 'bloby:activity', isWorking: true, needsOwner: true, unread: 9 })
    const refusal = await app.evaluate(`try { top.location = 'about:blank' } catch (error) { error.name }`)
    expect(refusal).toBe('SecurityError')
    await say(page, 'Your app', { type: 'bloby:compose', text: 'The last of the messages' })
    expect(await heardByChat(page, 'bloby:compose')).toMatchObject({
      text: 'The last of the messages',
      isFromApp: true,
    })
    expect(await bubbleOf(page).getAttribute('aria-label')).toBe('Open the chat: ready')
    expect(page.url()).toBe(`${visit.stage.url}/`)
  })
})
