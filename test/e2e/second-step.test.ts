import { readdirSync, readFileSync, statSync } from 'node:fs'
import type { FrameLocator } from 'playwright-core'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { auditAnswer, recoveryCodesAnswer, totpSetupAnswer } from '../../src/protocol/accounts.ts'
import { sessionsAnswer } from '../../src/protocol/api.ts'
import { codeOf, earlierCodeOf } from './authenticator-app.ts'
import type { Device, TestBrowser } from './browser.ts'
import { connectChat } from './chat-socket.ts'
import { findProblems } from './find-problems.ts'
import { createOwner, password } from './owner.ts'

const patience = { timeout: 20_000 }
const owner = createOwner()

const post = (path: string, body: object): Promise<Response> =>
  owner.api.fetch(path, { method: 'POST', body })

const login = (body: object) =>
  fetch(`${owner.url}/api/portal/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** A signed-in page has let the login go. */
const isInside = (chat: FrameLocator) =>
  chat.getByRole('button', { name: 'Sign in' }).waitFor({ state: 'detached', ...patience })

/** Turned on so that the code of this half minute is still good. */
async function turnOn(): Promise<{ secret: string; recoveryCodes: string[] }> {
  const setup = await (await post('/api/portal/totp/setup', { password })).json()
  const { secret } = v.parse(totpSetupAnswer, setup)
  const confirmed = await (
    await post('/api/portal/totp/confirm', { code: await earlierCodeOf(secret) })
  ).json()
  return { secret, ...v.parse(recoveryCodesAnswer, confirmed) }
}

const turnOff = async (code: string) =>
  expect((await post('/api/portal/totp/turn-off', { password, code })).status).toBe(200)

async function openChat(
  options: Parameters<TestBrowser['device']>[0],
  isSignedIn = true,
): Promise<Device & { chat: FrameLocator }> {
  const device = await owner.browser.device(options)
  if (isSignedIn)
    await device.context.addCookies([
      {
        name: 'bloby_session',
        value: owner.api.token,
        url: owner.url,
        httpOnly: true,
        sameSite: 'Lax',
      },
    ])
  await device.page.goto(owner.url)
  if (isSignedIn) {
    await device.page.getByRole('button', { name: /^Open the chat/ }).click()
    // A frame that is still empty is not what is looked at here.
    const dashboard = device.page.frameLocator('iframe[title="Your app"]')
    await dashboard.getByText('Capture').waitFor({ state: 'attached', timeout: 40_000 })
  }
  return { ...device, chat: device.page.frameLocator('iframe[title="Chat"]') }
}

async function openSettings(chat: FrameLocator, page: RegExp) {
  await chat.getByRole('button', { name: 'More', exact: true }).click()
  await chat.getByRole('menuitem', { name: 'Settings' }).click()
  const settings = chat.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('button', { name: page }).click()
  return settings
}

it('over HTTP: a code works once, guesses are slowed down, and neither is told from the other then', async () => {
  const { secret, recoveryCodes } = await turnOn()
  const [first = '', second = ''] = recoveryCodes
  const code = codeOf(secret)
  expect((await login({ password, code })).status).toBe(200)
  expect((await login({ password, code })).status).toBe(401)
  expect((await login({ password, code: first })).status).toBe(200)
  // Until the wait is long enough for what comes next, however busy this computer is.
  const retryAfter = async () =>
    Number((await login({ password, code: '000000' })).headers.get('retry-after') ?? 0)
  await expect.poll(retryAfter, { timeout: 50_000, interval: 100 }).toBeGreaterThan(3)
  const blocked = await Promise.all(
    [{ password: 'wrong' }, { password }, { password, code: second }].map(async (body) => {
      const { status, headers } = await login(body)
      return [status, headers.get('set-cookie')]
    }),
  )
  expect(blocked).toEqual([
    [429, null],
    [429, null],
    [429, null],
  ])
  // Failures are remembered by the owner.program that runs.
  await owner.program.restart()
  expect((await login({ password, code: second })).status).toBe(200)
  await turnOff(recoveryCodes[2] ?? '')
})

it('the secret is in no database, log or answer, and the codes survive a restart', async () => {
  const { secret, recoveryCodes } = await turnOn()
  await owner.program.restart()
  const files = [
    'memory.db',
    'memory.db-wal',
    ...readdirSync(`${owner.program.home}/logs`).map((name) => `logs/${name}`),
  ]
  for (const file of files) {
    const text = readFileSync(`${owner.program.home}/${file}`, 'latin1')
    for (const kept of [secret, ...recoveryCodes]) expect(text).not.toContain(kept)
  }
  expect(statSync(`${owner.program.home}/secrets.json`).mode & 0o777).toBe(0o600)
  expect(await (await owner.api.fetch('/api/portal/totp')).text()).not.toContain(secret)
  expect((await login({ password, code: codeOf(secret) })).status).toBe(200)
  await turnOff(recoveryCodes[0] ?? '')
})

it('a session that is revoked, or ends with a change of the password, loses its socket at once', async () => {
  const { url } = owner
  const other = v.parse(v.object({ token: v.string() }), await (await login({ password })).json())
  const socket = await connectChat({ url, token: other.token })
  const { sessions } = v.parse(sessionsAnswer, await (await owner.api.fetch('/api/portal/sessions')).json())
  const target = sessions.find(({ isCurrent }) => !isCurrent)
  // Those of the tests before are listed too; all others go.
  expect(target).toBeDefined()
  expect((await owner.api.fetch('/api/portal/sessions', { method: 'DELETE' })).status).toBe(200)
  expect(await socket.closed).toBe(4401)
  const third = v.parse(v.object({ token: v.string() }), await (await login({ password })).json())
  const another = await connectChat({ url, token: third.token })
  expect((await post('/api/portal/password', { current: password, password })).status).toBe(200)
  expect(await another.closed).toBe(4401)
  const { entries } = v.parse(auditAnswer, await (await owner.api.fetch('/api/audit')).json())
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['others-signed-out', 'password-changed', 'totp-turned-off', 'code-failed']),
  )
})

it('the owner sets an authenticator app up, keeps the codes, signs in with it, and turns it off', async () => {
  const phone = await openChat({ width: 390, height: 844 })
  const settings = await openSettings(phone.chat, /^Security/)
  await settings.getByRole('button', { name: 'Set up', exact: true }).click()
  const asked = phone.chat.getByRole('dialog', { name: 'Set up an authenticator app' })
  await asked.getByRole('textbox', { name: 'Your password' }).fill('wrong')
  await asked.getByRole('button', { name: 'Set up', exact: true }).click()
  await asked.getByText('This password is not right.').waitFor(patience)
  expect(await findProblems(phone.page)).toEqual([])
  await phone.picture('security-password-390-light')
  await asked.getByRole('textbox', { name: 'Your password' }).fill(password)
  await asked.getByRole('button', { name: 'Set up', exact: true }).click()
  const setup = phone.chat.getByRole('dialog', { name: 'Set up an authenticator app' })
  await setup.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor(patience)
  await phone.picture('security-setup-390-light')
  expect(await findProblems(phone.page)).toEqual([])
  await setup.getByRole('button', { name: 'Copy the key' }).click()
  const secret = await phone.page.evaluate<string>('navigator.clipboard.readText()')
  const code = setup.getByRole('textbox', { name: 'Code that the app shows' })
  await code.fill('000000')
  await code.press('Enter')
  await setup.getByText(/^This code is not right/).waitFor()
  await code.fill(await earlierCodeOf(secret))
  await setup.getByRole('button', { name: 'Turn on' }).click()
  const codes = settings.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await codes.first().waitFor(patience)
  expect(await codes.count()).toBe(10)
  await phone.picture('security-codes-390-light')
  expect(await findProblems(phone.page)).toEqual([])
  const recoveryCodes = await codes.allInnerTexts()
  const downloading = phone.page.waitForEvent('download')
  await settings.getByRole('button', { name: 'Download' }).click()
  const kept = readFileSync(await (await downloading).path(), 'utf8')
  for (const each of recoveryCodes) expect(kept).toContain(each)
  await settings.getByRole('button', { name: 'I have kept them' }).click()
  await settings.getByText(/10 recovery codes are left/).waitFor(patience)
  await phone.picture('security-on-390-light')

  const other = await openChat({ width: 390, height: 844, theme: 'dark' }, false)
  const { chat } = other
  await chat.getByRole('textbox', { name: 'Password' }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  const field = chat.getByRole('textbox', { name: 'Code', exact: true })
  await field.waitFor(patience)
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code')
  await expect.poll(() => field.evaluate((element) => element.matches(':focus'))).toBe(true)
  await field.fill('00 00 00')
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await chat.getByText(/^This code is not right/).waitFor(patience)
  await other.picture('login-code-wrong-390-dark')
  expect(await findProblems(other.page)).toEqual([])
  // As it is copied from an app.
  const shown = codeOf(secret)
  await other.page.evaluate(`navigator.clipboard.writeText('${shown.slice(0, 3)} ${shown.slice(3)}')`)
  await field.focus()
  await other.page.keyboard.press('ControlOrMeta+A')
  await other.page.keyboard.press('ControlOrMeta+V')
  await expect.poll(() => field.inputValue()).toBe(shown)
  await field.press('Enter')
  await isInside(chat)
  expect(other.errors.filter((text) => !text.includes('status of 401'))).toEqual([])
  await other.close()

  const lost = await openChat({ width: 320, height: 700 }, false)
  await lost.chat.getByRole('textbox', { name: 'Password' }).fill(password)
  await lost.chat.getByRole('button', { name: 'Sign in' }).click()
  await lost.picture('login-code-320-light')
  await lost.chat.getByRole('button', { name: 'Use a recovery code instead' }).click()
  await lost.chat.getByRole('textbox', { name: 'Recovery code' }).fill((recoveryCodes[0] ?? '').toLowerCase())
  await lost.picture('login-recovery-320-light')
  expect(await findProblems(lost.page)).toEqual([])
  await lost.chat.getByRole('button', { name: 'Sign in' }).click()
  await isInside(lost.chat)
  await lost.close()

  await settings.getByRole('button', { name: 'Turn off' }).click()
  const sure = phone.chat.getByRole('dialog', { name: 'Turn off the second step?' })
  await sure.getByRole('textbox', { name: 'Your password' }).fill(password)
  await sure.getByRole('textbox', { name: /^Code of the app/ }).fill(recoveryCodes[1] ?? '')
  await sure.getByRole('button', { name: 'Turn off' }).click()
  await settings.getByRole('button', { name: 'Set up', exact: true }).waitFor(patience)
  await phone.close()
})

it('the login says until when it waits, counts down, and lets in after', async () => {
  const look = { width: 390, height: 844, serviceWorkers: 'block' } as const
  const { chat, page, picture, close } = await openChat(look, false)
  await page.clock.install()
  await page.reload()
  const json = { error: { code: 'rate-limited', message: 'Too many tries.' } }
  const refusal = { status: 429, headers: { 'retry-after': '3600' }, json }
  await page.route('**/api/portal/login', (route) => route.fulfill(refusal), { times: 1 })
  const field = chat.getByRole('textbox', { name: 'Password' })
  await field.fill('wrong')
  await field.press('Enter')
  await chat.getByText(/^Too many tries\. You can try again at \d/).waitFor(patience)
  await chat.getByText(/^In (1 h|59 min)/).waitFor()
  const button = chat.getByRole('button', { name: 'Sign in' })
  expect(await button.isDisabled()).toBe(true)
  await picture('login-wait-390-light')
  expect(await findProblems(page)).toEqual([])
  await page.clock.fastForward('59:00')
  await chat.getByText(/^In \d+ s/).waitFor()
  await field.fill(password)
  await page.clock.fastForward('01:00')
  await expect.poll(() => button.isEnabled()).toBe(true)
  expect(await chat.getByText(/^Too many tries/).count()).toBe(0)
  await field.press('Enter')
  await isInside(chat)
  await close()
})

it('a session that ends keeps what was written, and the owner comes back to where they were', async () => {
  const { chat, page, close } = await openChat({ width: 1280, theme: 'dark' })
  await chat.getByRole('textbox', { name: 'Message' }).fill('half a thou')
  const settings = await openSettings(chat, /^Devices/)
  await settings.getByText('This device').first().waitFor(patience)
  await page.context().clearCookies()
  await settings.getByRole('button', { name: 'New token' }).click()
  const asked = chat.getByRole('dialog', { name: 'New token for a script' })
  await asked.getByRole('textbox', { name: 'Your password' }).fill(password)
  await asked.getByRole('button', { name: 'Make a token' }).click()
  await chat.getByText('Your session has ended.', { exact: false }).waitFor(patience)
  await chat.getByRole('textbox', { name: 'Password' }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await settings.getByText('This device').first().waitFor(patience)
  await page.keyboard.press('Escape')
  await expect.poll(() => chat.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('half a thou')
  await close()
})

it('devices are told apart and signed out, and a script gets a token that works', async () => {
  await login({ password })
  const { chat, page, picture, errors, close } = await openChat({ width: 1280 })
  const settings = await openSettings(chat, /^Devices/)
  await settings.getByText('This device').first().waitFor(patience)
  await settings.getByRole('button', { name: 'New token' }).click()
  const asked = chat.getByRole('dialog', { name: 'New token for a script' })
  await asked.getByRole('textbox', { name: 'Name' }).fill('Nightly backup')
  await asked.getByRole('textbox', { name: 'Your password' }).fill(password)
  await asked.getByRole('button', { name: 'Make a token' }).click()
  const shown = await settings.locator('code').innerText(patience)
  const token = shown.replace('Authorization: Bearer ', '')
  const asScript = () =>
    fetch(`${owner.url}/api/portal/validate-token`, {
      headers: { authorization: `Bearer ${token}` },
    })
  expect((await asScript()).status).toBe(200)
  await settings.getByRole('button', { name: 'Revoke Nightly backup' }).waitFor(patience)
  await picture('devices-1280-light')
  expect(await findProblems(page)).toEqual([])
  await settings.getByRole('button', { name: 'I have kept it' }).click()
  await settings.getByRole('button', { name: 'Revoke Nightly backup' }).click()
  await chat
    .getByRole('dialog', { name: 'Take the access of “Nightly backup” away?' })
    .getByRole('button', { name: 'Revoke' })
    .click()
  await expect.poll(async () => (await asScript()).status, patience).toBe(401)
  await settings.getByRole('button', { name: 'Sign out all others' }).click()
  await chat
    .getByRole('dialog', { name: 'Sign out all other devices?' })
    .getByRole('button', { name: 'Sign out all others' })
    .click()
  await settings.getByText('No other device is signed in.').waitFor(patience)
  expect(errors).toEqual([])
  await close()
})

it('the password is changed by who knows it, and only to one that is long enough', async () => {
  const { chat, page, picture, close } = await openChat({ width: 320, height: 700, theme: 'dark' })
  const settings = await openSettings(chat, /^Security/)
  await settings.getByRole('button', { name: 'Change password' }).click()
  const asked = chat.getByRole('dialog', { name: 'Change password' })
  await asked.getByRole('textbox', { name: 'Current password' }).fill(password)
  await asked.getByRole('textbox', { name: 'New password' }).fill('short')
  await asked.getByRole('button', { name: 'Change password' }).click()
  await asked.getByText('Must have at least 8 characters.').waitFor(patience)
  await picture('password-short-320-dark')
  expect(await findProblems(page)).toEqual([])
  await asked.getByRole('textbox', { name: 'New password' }).fill(password)
  await asked.getByRole('textbox', { name: 'New password' }).press('Enter')
  await settings.getByText('Your password is changed. Everyone else is signed out.').waitFor(patience)
  await close()
})

it('the audit log says in words what happened, page by page', async () => {
  for (let change = 1; change <= 50; change++)
    await owner.api.fetch('/api/settings', { method: 'PUT', body: { ownerName: `Ada ${change}` } })
  await login({ password: 'wrong' })
  const { chat, page, picture, errors, close } = await openChat({ width: 390, height: 844, theme: 'dark' })
  const settings = await openSettings(chat, /^Audit log/)
  const entries = settings.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
  await entries.first().waitFor(patience)
  await entries.filter({ hasText: 'A wrong password was tried' }).first().waitFor()
  await picture('audit-390-dark')
  expect(await findProblems(page)).toEqual([])
  const before = await entries.count()
  expect(before).toBe(50)
  await settings.getByRole('button', { name: 'Show earlier entries' }).click()
  await expect.poll(() => entries.count(), patience).toBeGreaterThan(before)
  await entries.filter({ hasText: 'This Bloby got its owner' }).waitFor()
  expect(errors).toEqual([])
  await close()
})
