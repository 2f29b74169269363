import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { createConversations } from '../../src/platform/store/conversations.ts'
import { openDatabase } from '../../src/platform/store/database.ts'
import { createMessages } from '../../src/platform/store/messages.ts'
import { migrations } from '../../src/platform/store/migrations.ts'
import type { Device, DeviceOptions } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { createOwner, startClaimed } from './owner.ts'

const hits = 50
const owner = createOwner(() => startClaimed({ prepareHome: seed }))

/** Three conversations; the oldest has more messages with a word than a page of hits holds. */
function seed(home: string): void {
  const db = openDatabase(path.join(home, 'memory.db'), migrations)
  let now = Date.now() - 100_000
  const conversations = createConversations({ db, clock: { now: () => now } })
  const messages = createMessages({ db })
  for (const [id, title, count] of [
    ['garden', 'Garden', hits],
    ['taxes', 'Taxes of the year before last, and what is still missing for them', 1],
    ['trip', 'Trip', 1],
  ] as const) {
    now += 1000
    conversations.create({ id, title })
    for (let number = 1; number <= count; number++) {
      const position = conversations.nextSeq(id)
      messages.insert({
        id: `${id}-${number}`,
        conversationId: id,
        position,
        role: 'user',
        content: `${title}: tomato number ${number}`,
        parts: [],
        status: 'sent',
        createdAt: now,
      })
    }
  }
  db.close()
}

async function openList(options: DeviceOptions = {}): Promise<Device> {
  const device = await owner.openChat({ serviceWorkers: 'block', ...options })
  await device.page.getByTitle('Conversations').click()
  await listIn(device.page)
    .getByRole('button', { name: /^Garden/ })
    .waitFor()
  return device
}
const listIn = (page: Page) => page.getByRole('dialog', { name: 'Conversations' })
const search = (page: Page) => listIn(page).getByRole('searchbox')

it('is used by keyboard alone: arrows, F2, Delete and Enter', async () => {
  const { page, picture, errors, close } = await openList()
  const focused = (name: RegExp) => expect.poll(() => page.evaluate(focusedText)).toMatch(name)
  await search(page).press('ArrowDown')
  await focused(/^Trip/)
  await page.keyboard.press('End')
  await focused(/^Garden/)
  await page.keyboard.press('ArrowUp')
  await focused(/^Taxes/)
  await picture('list-1280-light')
  expect(await findProblems(page)).toEqual([])

  await page.keyboard.press('Home')
  await focused(/^Trip/)
  await page.keyboard.press('F2')
  const title = page.getByRole('dialog', { name: 'Rename' }).getByRole('textbox')
  await title.waitFor()
  // Delete is a key of the field here.
  await title.press('Delete')
  await title.fill('Journey')
  await title.press('Enter')
  await focused(/^Journey/)

  await page.keyboard.press('Delete')
  await listIn(page).getByText('Deleted “Journey”').waitFor()
  await focused(/^Taxes/)
  await listIn(page).getByRole('button', { name: 'Undo' }).press('Enter')
  await listIn(page)
    .getByRole('button', { name: /^Journey/ })
    .waitFor()
  await search(page).press('ArrowDown')
  await focused(/^Journey/)
  await page.keyboard.press('Enter')
  await page.getByText('You: Trip: tomato number 1', { exact: true }).waitFor()
  expect(errors).toEqual([])
  await close()
})

it('finds page after page, says when there is nothing, and when it could not look', async () => {
  const { page, picture, close } = await openList({ width: 320, height: 640, theme: 'dark' })
  const found = listIn(page).getByRole('button', { name: /tomato number/ })
  await search(page).fill('tomato')
  await expect.poll(() => found.count()).toBe(40)
  await picture('hits-320-dark')
  expect(await findProblems(page)).toEqual([])
  await listIn(page).getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => found.count()).toBe(hits + 2)
  await expect.poll(() => listIn(page).getByRole('button', { name: 'Show more' }).count()).toBe(0)

  await search(page).fill('aubergine')
  await listIn(page).getByText('Nothing found for “aubergine”.').waitFor()
  await picture('nothing-found-320-dark')
  expect(await findProblems(page)).toEqual([])

  await page.route('**/api/messages/search*', (route) => route.abort())
  await search(page).fill('number 7')
  await listIn(page).getByText('The search did not work.').waitFor()
  await picture('search-failed-320-dark')
  expect(await findProblems(page)).toEqual([])
  await page.unroute('**/api/messages/search*')
  await listIn(page).getByRole('button', { name: 'Try again' }).click()
  await listIn(page)
    .getByRole('button', { name: /Garden: tomato number 7/ })
    .click()
  await page.getByText('You: Garden: tomato number 7', { exact: true }).waitFor()
  await close()
})

const focusedText = `document.activeElement?.textContent ?? ''`
