import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findProblems } from './find-problems.ts'
import { bubbleOf, createShellVisit, frameOf, heardByChat, isPanelOpen, say } from './shell-visit.ts'

const visit = createShellVisit()
const patience = { timeout: 20_000 }
const picture = readFileSync(new URL('../../src/shell/icons/icon-192.png', import.meta.url))
const isModal = `document.querySelector("bloby-widget").shadowRoot.querySelector("dialog").matches(":modal")`

describe('bubble and panel', () => {
  it('open and close by mouse and keyboard, with the focus where it belongs, and never load the chat again', async () => {
    const page = await visit.open()
    const chat = await frameOf(page, 'Chat')
    await chat.evaluate('window.isSame = true')
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    await chat.waitForFunction(`document.hasFocus() && document.activeElement.tagName === 'TEXTAREA'`)
    await page.keyboard.press('Escape')
    await isPanelOpen(page, false)
    await page.keyboard.press('Enter')
    await isPanelOpen(page, true)
    await say(page, 'Chat', { type: 'bloby:close' })
    await isPanelOpen(page, false)
    expect(await chat.evaluate('window.isSame')).toBe(true)
    expect(visit.current.errors).toEqual([])
  })

  it('are as they were after the page is loaded again', async () => {
    const page = await visit.open()
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    await page.reload()
    await isPanelOpen(page, true)
    expect(await heardByChat(page, 'bloby:panel')).toEqual({ type: 'bloby:panel', isOpen: true })
    await say(page, 'Chat', { type: 'bloby:close' })
    await isPanelOpen(page, false)
    await page.reload()
    await isPanelOpen(page, false)
  })

  it('fill a phone, where the back button closes the panel', async () => {
    const page = await visit.open({ width: 390, height: 844 })
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    const panel = page.getByRole('dialog', { name: 'Chat' })
    expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
    expect(await heardByChat(page, 'bloby:insets')).toEqual({ type: 'bloby:insets', top: 0, bottom: 0 })
    await page.goBack()
    await isPanelOpen(page, false)
    expect(page.url()).toBe(`${visit.stage.url}/`)
    await page.goForward()
    await isPanelOpen(page, true)
  })

  it('are beside the app where there is room for both, and the app can be used meanwhile', async () => {
    const page = await visit.open({ width: 1280 })
    const app = await frameOf(page, 'Your app')
    await app.waitForFunction(`'context' in window`)
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    const [panel, frame] = await Promise.all(
      [page.getByRole('dialog', { name: 'Chat' }), page.locator('iframe[title="Your app"]')].map((each) =>
        each.boundingBox(),
      ),
    )
    expect(frame && frame.x + frame.width).toBeLessThanOrEqual(panel?.x ?? 0)
    expect(await findProblems(page)).toEqual([])

    const field = page.frameLocator('iframe[title="Your app"]').getByRole('textbox')
    await field.click()
    await page.keyboard.type('a note')
    expect(await field.inputValue()).toBe('a note')
    // What the app asks for while the owner is in it can be the owner's wish.
    await say(page, 'Your app', { type: 'bloby:compose', text: 'from the app' })
    expect(await heardByChat(page, 'bloby:compose')).toMatchObject({ text: 'from the app', isFromApp: true })
    expect(await (await frameOf(page, 'Chat')).evaluate('document.hasFocus()')).toBe(false)

    // And while the owner is in the chat, it cannot.
    const chat = await frameOf(page, 'Chat')
    await page.frameLocator('iframe[title="Chat"]').getByRole('textbox').click()
    await say(page, 'Your app', { type: 'bloby:compose', text: 'of its own' })
    await say(page, 'Your app', { type: 'bloby:location', path: '/after' })
    await page.waitForURL(/#\/after$/)
    expect(await chat.evaluate('heard.filter(({ text }) => text === "of its own").length')).toBe(0)
  })

  it('are over the app on a phone, and stay open when it is turned', async () => {
    const page = await visit.open({ width: 390, height: 844 })
    await frameOf(page, 'Chat')
    await bubbleOf(page).click()
    await isPanelOpen(page, true)
    expect(await page.evaluate(isModal)).toBe(true)
    await page.setViewportSize({ width: 844, height: 390 })
    await expect.poll(() => page.evaluate(isModal), patience).toBe(false)
    await isPanelOpen(page, true)
    await page.setViewportSize({ width: 390, height: 844 })
    await expect.poll(() => page.evaluate(isModal), patience).toBe(true)
    await page.goBack()
    await isPanelOpen(page, false)
    expect(await findProblems(page)).toEqual([])
  })

  it('look like the owner’s picture where there is one, with the same states', async () => {
    visit.stage.scene.bubble = { mediaType: 'image/png', version: '1', bytes: picture }
    const page = await visit.open({ width: 390, height: 844 })
    // Where nothing may move, it is drawn once.
    await bubbleOf(page).locator('canvas').waitFor()
    await visit.current.picture('bubble-picture-390')
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    visit.stage.scene.bubble = { ...visit.stage.scene.bubble, version: '2' }
    await say(page, 'Chat', { type: 'bloby:bubble-changed' })
    await bubbleOf(page).locator('img').waitFor()
    await say(page, 'Chat', { type: 'bloby:activity', isWorking: false, needsOwner: true, unread: 2 })
    await page.getByRole('button', { name: 'Open the chat: waiting for you, 2 unread' }).waitFor()
    expect(await findProblems(page)).toEqual([])
    // A film that this browser does not play is its still picture.
    visit.stage.scene.bubble = { mediaType: 'video/mp4', version: '3', bytes: picture }
    await say(page, 'Chat', { type: 'bloby:bubble-changed' })
    await bubbleOf(page).locator('img[src^="blob:"]').waitFor()
    visit.stage.scene.bubble = null
    await say(page, 'Chat', { type: 'bloby:bubble-changed' })
    await bubbleOf(page).locator('img').waitFor({ state: 'detached' })
  })

  it('say what the agent does', async () => {
    const page = await visit.open()
    const bubble = bubbleOf(page)
    const activity = { type: 'bloby:activity', isWorking: true, needsOwner: false, unread: 0 }
    const label = (text: string) =>
      bubble.and(page.locator(`[aria-label="Open the chat: ${text}"]`)).waitFor()
    await label('ready')
    await say(page, 'Chat', activity)
    await label('working')
    await say(page, 'Chat', { ...activity, needsOwner: true })
    await label('waiting for you')
    await say(page, 'Chat', { ...activity, isWorking: false, unread: 3 })
    await label('ready, 3 unread')
    expect(await bubble.textContent()).toBe('3')
    await say(page, 'Chat', { type: 'bloby:connection', isConnected: false })
    await label('not connected, 3 unread')
    await say(page, 'Chat', { type: 'bloby:connection', isConnected: true })
    await label('ready, 3 unread')
    expect(await findProblems(page)).toEqual([])
  })
})
