import { expect, it } from 'vitest'
import { createMessagesApi } from '../fakes/messages-api.ts'
import { login } from './api.ts'
import { startWithClaude } from './engine.ts'
import { findProblems } from './find-problems.ts'
import { openComposer } from './open-composer.ts'
import { createOwner, password } from './owner.ts'

const owner = createOwner()

it('a slash opens the commands: keys and pointer choose, a path is a message, and no draft is lost', async () => {
  const chat = await owner.openChat()
  const { page, field, picture, errors } = chat
  await chat.startNew()
  const list = page.getByRole('listbox', { name: 'Commands' })
  const options = () => list.getByRole('option').allInnerTexts()
  await field.fill('/')
  await expect.poll(options).toHaveLength(5)
  await picture('composer-commands-1280-light')
  expect(await findProblems(page)).toEqual([])
  const active = async () =>
    page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`).innerText()
  expect(await active()).toMatch(/^\/new/)
  await field.press('ArrowUp')
  await expect.poll(active).toMatch(/^\/help/)
  await field.press('Escape')
  await list.waitFor({ state: 'detached' })
  expect(await field.inputValue()).toBe('/')

  await field.fill('')
  await field.fill('/he')
  await expect.poll(options).toHaveLength(1)
  await field.press('Enter')
  const help = page.getByRole('dialog', { name: 'What you can do here' })
  await help.waitFor()
  await picture('composer-help-1280-light')
  expect(await findProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  await chat.holds('')

  // What stands after a command is kept.
  await field.fill('/stop and this is a draft')
  await field.press('Enter')
  await chat.holds('and this is a draft')
  await page.getByText('Nothing is running.').first().waitFor()

  await field.fill('/help/me is a path')
  await field.press('Enter')
  await chat.answered('/help/me is a path')
  await field.fill('/nothing')
  await field.press('Enter')
  await chat.answered('/nothing')

  await chat.say('note: to be taken back')
  await chat.answered('note: to be taken back')
  await field.fill('/un')
  await list.getByRole('option').click()
  await chat.log.getByText('Taken back: “to be taken back”.').waitFor()

  await field.fill('/mo')
  await expect.poll(options).toHaveLength(1)
  await field.press('Tab')
  await chat.holds('/model ')
  await field.press('Backspace')
  await field.press('Enter')
  await page.getByRole('dialog').getByRole('heading').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await chat.holds('')

  await field.fill('/new with a first thought')
  await field.press('Enter')
  await chat.holds('with a first thought')
  await page.getByText('What shall we make?').waitFor()
  await field.fill('')
  expect(errors).toEqual([])
  await chat.close()

  const phone = await owner.openChat({ width: 320, height: 640, theme: 'dark' })
  await phone.field.fill('/')
  await phone.page.getByRole('listbox').waitFor()
  await phone.picture('composer-commands-320-dark')
  expect(await findProblems(phone.page)).toEqual([])
  await phone.field.fill('')
  await phone.close()
})

it('a message is kept when the page ends before the browser has written it to disk', async () => {
  const chat = await owner.openChat()
  await chat.startNew()
  // What is written never comes to its end.
  await chat.page.evaluate(`
    const begin = IDBDatabase.prototype.transaction
    IDBDatabase.prototype.transaction = function (name, mode) {
      if (mode === 'readwrite') return { objectStore: () => ({ put: () => ({}) }) }
      return begin.call(this, name, mode)
    }
  `)
  await chat.say('note: last words')
  await chat.page.reload()
  await chat.log.getByText('Kept as a note', { exact: false }).waitFor()
  expect(await chat.log.getByText('You: note: last words').count()).toBe(1)
  await chat.page.reload()
  await chat.log.getByText('Kept as a note', { exact: false }).waitFor()
  expect(await chat.log.getByText('You: note: last words').count()).toBe(1)
  await chat.close()
})

it('drafts stay with their conversation through a switch, a reload, a sign-out and what another device begins', async () => {
  const { token } = await login(owner.program.ready, password)
  const chat = await owner.openChat({ session: { url: owner.url, token } })
  const { page, field } = chat
  await chat.startNew()
  await chat.say('help')
  await page.getByRole('button', { name: 'Copy answer' }).waitFor()
  await field.fill('a draft of the first')
  const other = await owner.openChat({ width: 390, height: 844 })
  await other.startNew()
  await other.field.fill('begun on the phone')
  // The page is loaded again for what the server has been told.
  await expect
    .poll(async () => (await owner.api.fetch('/api/context/current')).json())
    .toMatchObject({
      conversationId: null,
    })
  await page.reload()
  await page.getByText('What shall we make?').waitFor()
  await chat.holds('')
  await page.getByTitle('Conversations').click()
  await page
    .getByRole('dialog', { name: 'Conversations' })
    .getByRole('button', { name: /^Help/i })
    .first()
    .click()
  await chat.holds('a draft of the first')
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await chat.holds('a draft of the first')
  await field.fill('')
  await other.close()
  await chat.close()
})

it('a follow-up that is written before a new conversation reached the server stays with it', async () => {
  const chat = await owner.openChat()
  const { page, field } = chat
  await chat.startNew()
  await owner.program.stop()
  await page
    .getByText(/Reconnecting|Offline/)
    .first()
    .waitFor()
  await chat.say('help')
  await field.fill('and then')
  await owner.program.restart()
  await page.getByRole('button', { name: 'Copy answer' }).waitFor()
  await page.reload()
  await chat.holds('and then')
  await chat.startNew()
  await chat.holds('')
  await chat.close()
})

it('an example that nobody touched is replaced by the next, and what was changed is kept', async () => {
  const { page, field, holds, startNew, close } = await owner.openChat()
  await startNew()
  await field.fill('')
  const examples = page.getByRole('log').getByRole('listitem').getByRole('button')
  await examples.nth(0).click()
  await holds('Call the dashboard “Home base”')
  await examples.nth(1).click()
  await holds('Add a note: buy coffee filters')
  await field.press('End')
  await field.pressSequentially('!')
  await examples.nth(2).click()
  await holds('Add a note: buy coffee filters!\n\nEvery day at 9, remind me to plan the day')
  await field.fill('')
  await close()
})

it('an Enter that ends a composition sends nothing', async () => {
  const { page, field, log, startNew, close } = await owner.openChat()
  await startNew()
  await field.fill('にほん')
  for (const init of ['isComposing: true', 'keyCode: 229'])
    await page.evaluate(
      `document.querySelector('textarea').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ${init} }))`,
    )
  expect(await field.inputValue()).toBe('にほん')
  expect(await log.getByText('You:').count()).toBe(0)
  await field.press('Enter')
  await log.getByText('You: にほん').waitFor()
  await page.getByRole('button', { name: 'Copy answer' }).waitFor()
  await close()
})

it('with an engine that knows them, the workspace’s skills are commands, and the model is set by its name', async () => {
  const server = await createMessagesApi()
  const { program: other, api } = await startWithClaude({ api: server })
  try {
    const session = { url: other.ready.url, token: api.token }
    const chat = await openComposer(owner.browser, { session, width: 390, height: 844 })
    const { page, field, picture, errors } = chat
    const options = page.getByRole('listbox', { name: 'Commands' }).getByRole('option')
    await field.fill('/')
    await expect.poll(() => options.allInnerTexts()).toContainEqual(expect.stringContaining('/add-card'))
    expect(await options.allInnerTexts()).not.toContainEqual(expect.stringContaining('/undo'))
    await picture('composer-skills-390-light')
    expect(await findProblems(page)).toEqual([])
    await field.fill('/add')
    await expect.poll(() => options.count()).toBe(1)
    await options.click()
    await chat.holds('/add-card ')
    await field.pressSequentially('for glasses of water')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await chat.log.getByText('You: Use the skill “add-card”: for glasses of water').waitFor()

    await field.fill('/model sonnet-of-the-tests')
    await page.getByRole('button', { name: /^(Send|Queue)$/ }).click()
    await page.locator('form').getByText('The model is now sonnet-of-the-tests.').waitFor()
    await chat.holds('')
    const { model } = (await (await api.fetch('/api/settings')).json()) as { model: string }
    expect(model).toBe('sonnet-of-the-tests')
    await field.fill('/model')
    await page.getByRole('button', { name: /^(Send|Queue)$/ }).click()
    const settings = page.getByRole('dialog', { name: 'Settings' })
    await settings.locator('[name=model]:focus').waitFor()
    await page.keyboard.press('Escape')
    await settings.waitFor({ state: 'hidden' })

    await field.fill('/undo this please')
    await page.getByRole('button', { name: /^(Send|Queue)$/ }).click()
    await page.locator('form').getByText('Changes cannot be taken back', { exact: false }).waitFor()
    await chat.holds('/undo this please')
    expect(errors).toEqual([])
    await chat.close()
  } finally {
    await other.dispose()
    await server.close()
  }
})
