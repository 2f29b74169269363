import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import { systemAnswer } from '../../src/protocol/api.ts'
import { writeFileAtomically } from '../../src/system/write-file.ts'
import type { Device, DeviceOptions } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { createOwner } from './owner.ts'

const patience = { timeout: 20_000 }

const looks = [
  { width: 1280, height: 800, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
  { width: 320, height: 640, theme: 'light' },
  { width: 1280, height: 800, theme: 'dark' },
  { width: 390, height: 844, theme: 'light' },
] as const

const owner = createOwner()
const devices: Device[] = []
/** Whatever a test broke. */
const mends: (() => void)[] = []

afterEach(async () => {
  for (const mend of mends.splice(0)) mend()
  for (const device of devices.splice(0)) await device.close()
})

async function open(options: DeviceOptions = {}): Promise<Device> {
  const device = await owner.device(options)
  devices.push(device)
  await device.page.goto(owner.url)
  return device
}

const appOf = (page: Page) => page.frameLocator('iframe[title="Your app"]')
const captureOf = (page: Page) => appOf(page).getByRole('textbox', { name: 'A note, a to-do or a link' })
const chatOf = (page: Page) => page.frameLocator('iframe[title="Chat"]')
const screenOf = (page: Page) => page.locator('.screen')
const noteOf = (page: Page) => page.locator('.note')
const system = async () => v.parse(systemAnswer, await (await owner.api.fetch('/api/system')).json())
const problemIds = async () => (await system()).problems.map(({ id }) => id)
const inWorkspace = (file: string) => path.join(owner.program.home, 'workspace', file)

/** Puts a mistake at the end of a file; gives what takes it out again. */
function breakFile(file: string, mistake: string): () => void {
  return changeFile(file, (text) => `${text}\n${mistake}\n`)
}

function changeFile(file: string, change: (text: string) => string): () => void {
  const place = inWorkspace(file)
  const text = readFileSync(place, 'utf8')
  writeFileSync(place, change(text))
  // Once: a file that is written again counts as changed.
  const mend = () => {
    if (readFileSync(place, 'utf8') !== text) writeFileSync(place, text)
  }
  mends.push(mend)
  return mend
}

describe('an app that cannot be drawn', () => {
  it('is covered by what is wrong and where, and comes back by itself', async () => {
    const mend = breakFile('client/src/app.tsx', 'export const broken = (')
    for (const look of looks) {
      const { page, picture } = await open(look)
      await screenOf(page).getByText('The dashboard does not compile').waitFor(patience)
      await screenOf(page)
        .getByText(/^client\/src\/app\.tsx:\d+:\d+$/)
        .waitFor(patience)
      // The page under it is broken, and nobody can see it.
      expect(await findProblems(page, [page.mainFrame()])).toEqual([])
      await picture(`overlay-broken-${look.width}-${look.theme}`)
    }

    const [desktop, phone] = devices.map(({ page }) => page)
    if (!desktop || !phone) throw new Error('There are no devices.')
    await desktop.getByRole('button', { name: 'Ask Bloby to fix it' }).click()
    const composer = chatOf(desktop).getByRole('textbox', { name: 'Message' })
    await expect
      .poll(() => composer.inputValue(), patience)
      .toMatch(/^Please fix this: The dashboard does not compile\n\nclient\/src\/app\.tsx:\d+/)
    // The panel is beside it, and what is wrong can still be read.
    await screenOf(desktop).getByText('The dashboard does not compile').waitFor()
    await devices[0]?.picture('overlay-broken-1280-asked')

    mend()
    for (const page of [desktop, phone]) {
      await captureOf(page).waitFor(patience)
      expect(await screenOf(page).isVisible()).toBe(false)
    }
  })

  it('is covered also when it was drawn and the dev server makes it load again', async () => {
    const { page } = await open()
    await captureOf(page).waitFor(patience)
    const mend = breakFile('client/src/main.tsx', 'export const broken = (')
    await screenOf(page).getByText('The dashboard does not compile').waitFor(patience)
    mend()
    await captureOf(page).waitFor(patience)
  })
})

describe('an app that an error leaves empty, though it compiles', () => {
  const title = 'The dashboard stopped with an error'

  it('is covered by the error as it happens, which Bloby can be asked to mend, and comes back by itself', async () => {
    const { page } = await open()
    await captureOf(page).waitFor(patience)
    const mend = changeFile('client/src/app.tsx', (text) =>
      text.replace('const shell = useShell()', `$&\n  if (shell) throw new Error('There is no such card')`),
    )
    await screenOf(page).getByText(title).waitFor(patience)
    await screenOf(page).getByText('There is no such card', { exact: true }).waitFor()
    await screenOf(page).getByText('client/src/app.tsx', { exact: true }).waitFor()
    expect(await problemIds()).toEqual([])
    await page.getByRole('button', { name: 'Ask Bloby to fix it' }).click()
    const composer = chatOf(page).getByRole('textbox', { name: 'Message' })
    await expect
      .poll(() => composer.inputValue(), patience)
      .toBe(`Please fix this: ${title}\n\nclient/src/app.tsx: There is no such card`)
    mend()
    await captureOf(page).waitFor(patience)
    await screenOf(page).waitFor({ state: 'hidden', ...patience })
  })

  it('is covered when it is loaded, also when nothing of it ran, and says of another mistake what that is', async () => {
    const mend = breakFile('client/src/app.tsx', `import { nothing } from './cards.ts'\nvoid nothing`)
    for (const look of looks) {
      const { page, picture } = await open(look)
      await screenOf(page).getByText(title).waitFor(patience)
      await screenOf(page)
        .getByText(/does not provide an export named 'nothing'$/)
        .waitFor()
      expect(await findProblems(page, [page.mainFrame()])).toEqual([])
      await picture(`overlay-empty-${look.width}-${look.theme}`)
    }
    // A change that mends nothing has the page loaded again, too.
    const app = inWorkspace('client/src/app.tsx')
    writeFileSync(app, readFileSync(app, 'utf8').replace('{ nothing }', '{ less as nothing }'))
    for (const { page } of devices)
      await screenOf(page)
        .getByText(/named 'less'$/)
        .waitFor(patience)
    mend()
    for (const { page } of devices) {
      await captureOf(page).waitFor(patience)
      await screenOf(page).waitFor({ state: 'hidden', ...patience })
    }
  })
})

describe('an app that is drawn', () => {
  it('stays as it is under a note, with what is typed in it, until the mistake is mended', async () => {
    const { page, picture } = await open({ width: 390, height: 844 })
    await captureOf(page).fill('half a thought')
    const mend = breakFile('client/src/cards/today.tsx', 'export const broken = (')
    await noteOf(page).getByText('The dashboard does not compile').waitFor(patience)
    await noteOf(page)
      .getByText(/^client\/src\/cards\/today\.tsx:\d+:\d+$/)
      .waitFor()
    expect(await findProblems(page)).toEqual([])
    await picture('overlay-note-390-light')
    expect(await screenOf(page).isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await noteOf(page).waitFor({ state: 'hidden' })
    mend()
    await expect.poll(problemIds, patience).toEqual([])
    expect(await captureOf(page).inputValue()).toBe('half a thought')
  })

  it('has the note where the panel leaves room, and loses it when the mistake is mended', async () => {
    const { page, picture } = await open({ theme: 'dark' })
    await captureOf(page).waitFor(patience)
    const mend = breakFile('client/src/cards/today.tsx', 'export const broken = (')
    await noteOf(page).getByRole('button', { name: 'Ask Bloby to fix it' }).click(patience)
    await page.getByRole('dialog', { name: 'Chat' }).waitFor()
    await picture('overlay-note-1280-dark')
    const [note, panel] = await Promise.all([
      noteOf(page).boundingBox(),
      page.getByRole('dialog', { name: 'Chat' }).boundingBox(),
    ])
    expect(note && note.x + note.width).toBeLessThan(panel?.x ?? 0)
    expect(await findProblems(page)).toEqual([])
    mend()
    await noteOf(page).waitFor({ state: 'hidden', ...patience })
  })

  it('shows its new name at once, also after `app.json` was replaced twice in a moment', async () => {
    const { page } = await open()
    await captureOf(page).waitFor()
    const file = inWorkspace('app.json')
    const text = readFileSync(file, 'utf8')
    const named = (name: string) => JSON.stringify({ ...JSON.parse(text), name })
    mends.push(() => writeFileSync(file, text))
    for (const name of ['Kitchen', 'Cellar', 'Attic']) {
      for (const each of [`${name} to be`, name]) writeFileAtomically(file, named(each))
      await appOf(page).getByText(name, { exact: true }).first().waitFor()
    }
  })

  it('is up to date also when it was changed while it was loaded', async () => {
    const { page } = await open({ serviceWorkers: 'block' })
    await captureOf(page).waitFor()
    const updates = async () => (await system()).app.updates
    const before = await updates()
    let isChanged = false
    await page.route(/app\.json\?/, async (route) => {
      const response = await route.fetch()
      if (!isChanged) {
        isChanged = true
        changeFile('app.json', (text) => text.replace('"Home"', '"Larder"'))
        await expect.poll(updates).toBeGreaterThan(before)
      }
      await route.fulfill({ response })
    })
    await page.reload()
    await appOf(page).getByText('Larder', { exact: true }).first().waitFor()
    expect(isChanged).toBe(true)
  })

  it('says when its backend does not start, and offers to start it again', async () => {
    const { page } = await open()
    await captureOf(page).waitFor(patience)
    const mend = breakFile('backend/index.ts', `throw new Error('Broken on purpose.')`)
    await noteOf(page).getByText('The backend stopped').waitFor(patience)
    mend()
    await noteOf(page)
      .getByText('The backend stopped')
      .waitFor({ state: 'hidden', ...patience })
  })
})

describe('a dev server that does not start', () => {
  it('is said in place of the app with a button to start it, and starts by itself when it is mended', async () => {
    const mend = breakFile('vite.config.ts', `throw new Error('Broken on purpose.')`)
    await expect.poll(problemIds, patience).toContain('vite')
    const { page, picture } = await open({ width: 390, height: 844, theme: 'dark' })
    await screenOf(page).getByText('The dashboard’s dev server stopped').waitFor(patience)
    await screenOf(page).getByText('Broken on purpose.').first().waitFor()
    expect(await findProblems(page)).toEqual([])
    await picture('overlay-stopped-390-dark')
    await screenOf(page).getByRole('button', { name: 'Start it again' }).waitFor()
    mend()
    // The change starts it by itself, at the same time.
    await screenOf(page).getByRole('button', { name: 'Start it again' }).click()
    await captureOf(page).waitFor(patience)
  })
})

describe('a supervisor that is killed', () => {
  it('is missed by bubble and note, with the chat closed, and found again with what was typed in the app', async () => {
    const desktop = await open()
    const phone = await open({ width: 390, height: 844, theme: 'dark' })
    for (const { page } of [desktop, phone]) await captureOf(page).fill('half a thought')
    for (const { page } of [desktop, phone])
      await page.getByRole('button', { name: 'Open the chat: ready' }).waitFor(patience)
    const stateOfAgent = (page: Page) => appOf(page).getByRole('region', { name: 'Your agent' })
    for (const { page } of [desktop, phone]) await stateOfAgent(page).getByText('Ready').waitFor(patience)
    await owner.program.kill9()
    for (const { page, picture } of [desktop, phone]) {
      await page.getByRole('button', { name: 'Open the chat: not connected' }).waitFor(patience)
      await noteOf(page).getByText('Your machine is not answering').waitFor(patience)
      await noteOf(page)
        .getByText(/^Last seen just now · checks again in \d+\ss$/)
        .waitFor(patience)
      await stateOfAgent(page).getByText('Not answering').waitFor()
      await appOf(page)
        .getByRole('listitem')
        .filter({ hasText: /^Up for–$/ })
        .waitFor()
      expect(await findProblems(page)).toEqual([])
      await picture(page === phone.page ? 'overlay-away-390-dark' : 'overlay-away-1280-light')
    }
    await owner.program.restart()
    await phone.page
      .getByRole('button', { name: 'Try now' })
      .click()
      .catch(() => {})
    for (const { page } of [desktop, phone]) {
      await noteOf(page).waitFor({ state: 'hidden', ...patience })
      await page.getByRole('button', { name: 'Open the chat: ready' }).waitFor(patience)
      await stateOfAgent(page).getByText('Ready').waitFor(patience)
      await expect.poll(() => captureOf(page).inputValue(), patience).toBe('half a thought')
    }
  })
})
