import type { FrameLocator } from 'playwright-core'
import { expect, it } from 'vitest'
import type { DeviceOptions } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { answered } from './open-composer.ts'
import { createOwner, startClaimed } from './owner.ts'
import { findFreePorts } from './start-program.ts'

/** An address at which nothing answers. */
let nowhere: string
const owner = createOwner(async () => {
  nowhere = `http://127.0.0.1:${await findFreePorts()}`
  // Without a registry, so that the choice of a provider downloads nothing.
  return await startClaimed({ env: { npm_config_registry: nowhere, npm_config_fetch_retries: '0' } })
})

const openChat = (options: DeviceOptions = {}) => owner.openPanel({ serviceWorkers: 'block', ...options })

async function openSettings(chat: FrameLocator, page?: RegExp) {
  await chat.getByRole('button', { name: 'More', exact: true }).click()
  await chat.getByRole('menuitem', { name: 'Settings' }).click()
  const settings = chat.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('button', { name: /^Provider/ }).waitFor()
  if (page) await settings.getByRole('button', { name: page }).click()
  return settings
}

const saved = async () => (await (await owner.api.fetch('/api/settings')).json()) as Record<string, unknown>

it('a server that does not answer is told in words, before anything is saved', async () => {
  const { chat, page, picture, errors, close } = await openChat({ width: 390, height: 844 })
  const settings = await openSettings(chat, /^Provider/)
  await settings.getByRole('radio', { name: /^Ollama/ }).check()
  await settings.getByRole('textbox', { name: 'Address of the server' }).fill(nowhere)
  await settings.getByRole('textbox', { name: 'Model', exact: true }).fill('qwen3')
  await settings.getByRole('button', { name: 'Test connection' }).click()
  const said = settings.getByRole('alert').filter({ hasText: `Nothing answers at ${nowhere}` })
  await said.waitFor()
  expect(await saved()).toMatchObject({ provider: 'demo' })
  await picture('settings-unreachable-390-light')
  expect(await findProblems(page)).toEqual([])
  expect(errors).toEqual([])
  await close()
})

it('what is missing is said beside its field, and takes the focus', async () => {
  const { chat, close } = await openChat()
  const settings = await openSettings(chat, /^Provider/)
  await settings.getByRole('radio', { name: /^Another server/ }).check()
  await settings.getByRole('button', { name: 'Save' }).click()
  const address = settings.getByRole('textbox', { name: 'Address of the server' })
  await settings.getByText('Enter the address of the server.').waitFor()
  await expect.poll(() => settings.locator('input[name=baseUrl]:focus').count()).toBe(1)
  await address.fill('ftp://example.org')
  await settings.getByRole('textbox', { name: 'Model', exact: true }).fill('m')
  await settings.getByRole('button', { name: 'Save' }).click()
  await settings.getByText('Must be an http or https address.').waitFor()
  expect(await saved()).toMatchObject({ provider: 'demo' })
  await close()
})

it('what is filled in stays when another device goes to another conversation', async () => {
  const { chat, close } = await openChat()
  const other = await openChat()
  const settings = await openSettings(chat, /^Provider/)
  await settings.getByRole('radio', { name: /^Another server/ }).check()
  const key = settings.getByRole('textbox', { name: 'API key' })
  await key.fill('half a ke')
  await other.chat.getByRole('button', { name: 'New conversation', exact: true }).click()
  await other.chat.getByRole('textbox', { name: 'Message' }).fill('help me elsewhere')
  await other.chat.getByRole('button', { name: 'Send' }).click()
  await chat.getByRole('log').getByText('You: help me elsewhere', { exact: true }).waitFor()
  expect(await key.inputValue()).toBe('half a ke')
  await close()
  await other.close()
})

it('a key is masked once it is saved, never comes back to the page, and can be forgotten', async () => {
  const { chat, page, picture, close } = await openChat({ width: 320, height: 800, theme: 'dark' })
  const settings = await openSettings(chat, /^Provider/)
  await settings.getByRole('radio', { name: /^Another server/ }).check()
  await settings.getByRole('textbox', { name: 'Address of the server' }).fill(nowhere)
  await settings.getByRole('textbox', { name: 'API key' }).fill('secret-key-7Kq9')
  await settings.getByRole('textbox', { name: 'Model', exact: true }).fill('my-model')
  await settings.getByRole('button', { name: 'Save' }).click()
  await settings.getByText('Set, ends in 7Kq9').waitFor()
  expect(await saved()).toMatchObject({ provider: 'compatible', model: 'my-model', baseUrl: nowhere })
  expect(await chat.locator('html').innerHTML()).not.toContain('secret-key')
  await picture('settings-key-set-320-dark')
  expect(await findProblems(page)).toEqual([])

  await settings.getByRole('button', { name: 'Forget' }).click()
  const sure = chat.getByRole('dialog', { name: 'Forget this key?' })
  await sure.getByRole('button', { name: 'Forget' }).click()
  await settings.getByRole('textbox', { name: 'API key' }).waitFor()
  expect(await saved()).toMatchObject({ provider: 'compatible', apiKey: { isSet: false } })

  await settings.getByRole('radio', { name: /^Demo/ }).check()
  await settings.getByRole('button', { name: 'Save' }).click()
  await settings.getByText('The next message goes to Demo.').waitFor()
  await close()
})

it('an engine that cannot be downloaded says why, and is tried again on demand', async () => {
  const { chat, page, picture, close } = await openChat({ width: 390, height: 844, theme: 'dark' })
  const settings = await openSettings(chat, /^Provider/)
  await settings.getByRole('radio', { name: /^Anthropic/ }).check()
  const engine = settings.getByRole('group', { name: 'Engine' })
  const begin = engine.getByRole('button', { name: /^(Download now|Try again)$/ })
  await begin.click()
  await engine.getByRole('alert').waitFor({ timeout: 60_000 })
  await engine.getByRole('button', { name: 'Try again' }).waitFor()
  await picture('settings-engine-failed-390-dark')
  expect(await findProblems(page)).toEqual([])
  await close()
})

it('access to the whole computer is given only after a second question, and hosts are kept as they are listed', async () => {
  const { chat, page, picture, close } = await openChat({ width: 390, height: 844, theme: 'dark' })
  const settings = await openSettings(chat, /^Access/)
  await settings.getByRole('radio', { name: /^The whole computer/ }).click()
  const sure = chat.getByRole('dialog', { name: 'Give Bloby the whole computer?' })
  await sure.waitFor()
  await picture('settings-computer-390-dark')
  await sure.getByRole('button', { name: 'Keep the workspace' }).click()
  await sure.waitFor({ state: 'hidden' })
  expect(await saved()).toMatchObject({ access: 'workspace' })
  await settings.getByRole('radio', { name: /^The whole computer/ }).click()
  await sure.getByRole('button', { name: 'Give access' }).click()
  await expect.poll(saved).toMatchObject({ access: 'computer' })
  await settings.getByRole('radio', { name: /^Its workspace/ }).click()
  await expect.poll(saved).toMatchObject({ access: 'workspace' })

  const host = settings.getByRole('textbox', { name: 'Add a host' })
  await host.fill('no host!')
  await host.press('Enter')
  await settings.getByText(/^Must be host names/).waitFor()
  await host.fill('*.example.org')
  await host.press('Enter')
  await settings.getByRole('button', { name: 'Remove *.example.org' }).waitFor()
  expect(await saved()).toMatchObject({ networkHosts: ['*.example.org'] })
  expect(await findProblems(page)).toEqual([])
  await settings.getByRole('button', { name: 'Remove *.example.org' }).click()
  await expect.poll(saved).toMatchObject({ networkHosts: [] })
  await close()
})

it('limits, the log and the way back work by keyboard alone', async () => {
  const { chat, page, close } = await openChat()
  const settings = await openSettings(chat)
  await settings.getByRole('button', { name: /^Spending limits/ }).focus()
  await page.keyboard.press('Enter')
  const turn = settings.getByRole('textbox', { name: /^One turn/ })
  await turn.focus()
  await page.keyboard.type('a lot')
  await page.keyboard.press('Enter')
  await settings.getByText('Enter an amount such as 2 or 0.50.').waitFor()
  await turn.fill('1.50')
  await page.keyboard.press('Enter')
  await settings.getByText('Saved.').waitFor()
  expect(await saved()).toMatchObject({ turnBudgetUsd: 1.5, dailyBudgetUsd: 5 })
  await settings.getByRole('button', { name: 'Back to the settings' }).focus()
  await page.keyboard.press('Enter')
  await settings.getByRole('button', { name: /^Logs/ }).focus()
  await page.keyboard.press('Enter')
  await settings.getByRole('group', { name: 'Last lines' }).waitFor()
  expect(await findProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  await settings.waitFor({ state: 'hidden' })
  await chat.getByRole('textbox', { name: 'Message' }).waitFor()
  await close()
})

it('the dashboard’s step to connect a provider opens the settings', async () => {
  const device = await owner.device()
  await device.page.goto(owner.url)
  const dashboard = device.page.frameLocator('iframe[title="Your app"]')
  await dashboard
    .getByRole('listitem')
    .filter({ hasText: 'Connect a provider' })
    .getByRole('button')
    .click({ timeout: 30_000 })
  const chat = device.page.frameLocator('iframe[title="Chat"]')
  await chat.getByRole('dialog', { name: 'Settings' }).getByText('Who thinks for Bloby?').waitFor()
  await device.picture('settings-provider-1280-light')
  expect(await findProblems(device.page)).toEqual([])
  await device.close()
})

it('a file goes with a message: it is attached, sent, shown, and can be had again', async () => {
  const { chat, page, picture, errors, close } = await openChat({ width: 390, height: 844 })
  await chat.getByRole('button', { name: 'New conversation', exact: true }).click()
  await chat.locator('input[type=file][multiple]').setInputFiles([
    { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') },
    { name: 'list of things.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') },
  ])
  const tray = chat.getByRole('list', { name: 'Attached files' })
  await expect.poll(() => tray.getByRole('listitem').count()).toBe(2)
  await picture('attached-390-light')
  await chat.getByRole('textbox', { name: 'Message' }).fill('help with these')
  await chat.getByRole('button', { name: 'Send' }).click()
  const files = chat.getByRole('list', { name: 'Files', exact: true })
  const image = files.getByRole('img', { name: 'dot.png' })
  await image.waitFor()
  const frame = page.frames().find((each) => each.url().startsWith(`${owner.url}/bloby/`))
  await expect
    .poll(() => frame?.evaluate<number>(`document.querySelector('img[alt="dot.png"]').naturalWidth`))
    .toBe(1)
  await tray.waitFor({ state: 'hidden' })
  await answered(chat, 'help with these')
  await picture('sent-files-390-light')
  const address = await files.getByRole('link', { name: /list of things\.csv/ }).getAttribute('href')
  expect(await (await owner.api.fetch(address ?? '')).text()).toBe('a,b\n1,2\n')
  expect(await findProblems(page)).toEqual([])
  expect(errors).toEqual([])
  await close()
})

it('a message waits in the composer until its file is on the server, and is then sent by itself', async () => {
  const { chat, page, close } = await openChat()
  const arrival = Promise.withResolvers<void>()
  await page.route('**/api/files?*', async (route) => {
    await arrival.promise
    await route.continue()
  })
  await chat.getByRole('button', { name: 'New conversation', exact: true }).click()
  await chat
    .locator('input[type=file][multiple]')
    .setInputFiles({ name: 'slow.txt', mimeType: 'text/plain', buffer: Buffer.from('slow') })
  const field = chat.getByRole('textbox', { name: 'Message' })
  await field.fill('help with this')
  await chat.getByRole('button', { name: 'Send' }).click()
  await chat.getByText('Waiting for the upload.', { exact: false }).waitFor()
  expect(await field.inputValue()).toBe('help with this')
  arrival.resolve()
  await chat.getByRole('link', { name: /slow\.txt/ }).waitFor()
  await expect.poll(() => field.inputValue()).toBe('')
  const sent = chat.getByRole('log').getByText('You: help with this', { exact: true })
  await expect.poll(() => sent.count()).toBe(1)
  await close()
})

/** One pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
