import type { FrameLocator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Device } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { createOwner, longStory } from './owner.ts'

const owner = createOwner()

const queueOf = (page: Page | FrameLocator) => page.getByRole('list', { name: 'Queued messages' })
/** The words that wait, in their order. */
const waitingOn = (page: Page) =>
  queueOf(page)
    .getByRole('button', { name: /^Edit: / })
    .and(page.locator('[aria-keyshortcuts]'))
    .allInnerTexts()

it('what waits is edited in place, moved by keys and by hand, removed with a way back, and sent now, on all devices', async () => {
  const chat = await owner.openChat()
  const { page, field, say, picture, errors } = chat
  await chat.startNew()
  await say(longStory)
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()
  for (const text of ['one', 'two', 'three']) await say(text)
  await expect.poll(() => waitingOn(page)).toEqual(['one', 'two', 'three'])
  const next = Promise.withResolvers<void>()
  const phone = await owner.openChat({ width: 390, height: 844, theme: 'dark' }, holdAfterEnd(next.promise))
  await expect.poll(() => waitingOn(phone.page)).toEqual(['one', 'two', 'three'])
  await phone.picture('composer-queue-390-dark')
  expect(await findProblems(phone.page)).toEqual([])

  const handle = (text: string) => page.locator('[aria-keyshortcuts]', { hasText: text })
  await handle('three').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => waitingOn(page)).toEqual(['three', 'one', 'two'])
  await expect.poll(() => waitingOn(phone.page)).toEqual(['three', 'one', 'two'])
  await expect.poll(() => page.locator('[aria-live=polite]').innerText()).toContain('Now 1 of 3.')

  const [from, to] = [await handle('three').boundingBox(), await handle('two').boundingBox()]
  if (!from || !to) throw new Error('The queue is not on the page.')
  await page.mouse.move(from.x + 40, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(from.x + 40, from.y + from.height, { steps: 4 })
  await page.mouse.move(from.x + 40, to.y + to.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => waitingOn(phone.page)).toEqual(['one', 'two', 'three'])
  expect(await waitingOn(page)).toEqual(['one', 'two', 'three'])

  await handle('two').press('Enter')
  const edit = page.getByRole('textbox', { name: 'Queued message' })
  await expect.poll(() => edit.evaluate((element) => element.matches(':focus'))).toBe(true)
  await edit.fill('two, with other words')
  await picture('composer-queue-edit-1280-light')
  expect(await findProblems(page)).toEqual([])
  await edit.press('Enter')
  await expect.poll(() => waitingOn(phone.page)).toEqual(['one', 'two, with other words', 'three'])
  await edit.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Remove: one' }).click()
  await expect.poll(() => waitingOn(phone.page)).toEqual(['two, with other words', 'three'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => waitingOn(phone.page)).toEqual(['two, with other words', 'three', 'one'])
  await picture('composer-queue-1280-light')

  // Written words are not lost when the agent takes the message from under the hands.
  await phone.page.locator('[aria-keyshortcuts]', { hasText: 'three' }).click()
  await phone.page.getByRole('textbox', { name: 'Queued message' }).fill('three, half wr')
  await phone.picture('composer-queue-edit-390-dark')
  await page.getByRole('button', { name: /^Send now.*: three$/ }).click()
  await chat.log.getByText('Stopped', { exact: true }).waitFor()
  await phone.page.getByRole('textbox', { name: 'Queued message' }).waitFor({ state: 'detached' })
  next.resolve()
  await phone.holds('three, half wr')
  await phone.page.getByText('Bloby has taken this message as it was.', { exact: false }).waitFor()
  await expect.poll(() => waitingOn(page)).toEqual([])
  await expect.poll(() => owner.words()).toEqual([longStory, 'three', 'two, with other words', 'one'])
  expect(await field.inputValue()).toBe('')
  expect([...errors, ...phone.errors]).toEqual([])
  await phone.close()
  await chat.close()
})

/** What comes after the end of a turn comes to this device only then: the next one has not begun yet. */
const holdAfterEnd =
  (until: Promise<void>) =>
  ({ page }: Device) =>
    page.routeWebSocket('**/bloby/ws', (socket) => {
      let heard = Promise.resolve()
      socket.connectToServer().onMessage((message) => {
        heard = heard.then(() => socket.send(message))
        if (String(message).includes('"bot:done"')) heard = heard.then(() => until)
      })
    })
