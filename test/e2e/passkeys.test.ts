import type { CDPSession, FrameLocator } from 'playwright-core'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { createSoftwareAuthenticator } from '../../src/platform/accounts/software-authenticator.test-kit.ts'
import { passkeyLoginAnswer, passkeySetupAnswer, passkeysAnswer } from '../../src/protocol/accounts.ts'
import { login } from './api.ts'
import type { Device, TestBrowser } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { createOwner, password } from './owner.ts'

const patience = { timeout: 20_000 }
const owner = createOwner()

interface PasskeyDevice extends Device {
  chat: FrameLocator
  cdp: CDPSession
  authenticatorId: string
}

/** A device that can unlock passkeys by itself: Chromium's virtual authenticator. */
async function openDevice(options: Parameters<TestBrowser['device']>[0] = {}): Promise<PasskeyDevice> {
  const device = await owner.browser.device(options)
  const cdp = await device.context.newCDPSession(device.page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { ...device, cdp, authenticatorId, chat: device.page.frameLocator('iframe[title="Chat"]') }
}

/** With a session of its own, as it may sign out. */
async function signIn({ page, context }: Device): Promise<void> {
  const { token } = await login(owner.program.ready, password)
  await context.addCookies([
    { name: 'bloby_session', value: token, url: owner.url, httpOnly: true, sameSite: 'Lax' },
  ])
  await page.goto(owner.url)
  await page.getByRole('button', { name: /^Open the chat/ }).click()
  // A frame that is still empty is not what is looked at here.
  const dashboard = page.frameLocator('iframe[title="Your app"]')
  await dashboard.getByText('Capture').waitFor({ state: 'attached', timeout: 40_000 })
}

async function openSecurity(chat: FrameLocator) {
  await chat.getByRole('button', { name: 'More', exact: true }).click()
  await chat.getByRole('menuitem', { name: 'Settings' }).click()
  const settings = chat.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('button', { name: /^Security/ }).click()
  return settings
}

async function addPasskey(chat: FrameLocator, settings: ReturnType<FrameLocator['locator']>, name: string) {
  await settings.getByRole('button', { name: 'Add a passkey' }).click()
  const asked = chat.getByRole('dialog', { name: 'Add a passkey' })
  await asked.getByRole('textbox', { name: 'Name' }).fill(name)
  await asked.getByRole('textbox', { name: 'Your password' }).fill(password)
  await asked.getByRole('button', { name: 'Continue' }).click()
}

const known = async () =>
  v.parse(passkeysAnswer, await (await owner.api.fetch('/api/portal/passkeys')).json()).passkeys

it('a device that does not know its owner gives no passkey, and says so in words', async () => {
  const { chat, page, cdp, authenticatorId, ...device } = await openDevice({
    width: 320,
    height: 700,
    theme: 'dark',
  })
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await signIn({ page, ...device })
  const settings = await openSecurity(chat)
  await addPasskey(chat, settings, 'Stranger')
  await chat.getByText('No passkey was made. Try it again when you are ready.').waitFor(patience)
  await device.picture('passkey-not-made-320-dark')
  expect(await findProblems(page)).toEqual([])
  expect(await known()).toEqual([])
  await device.close()
})

it('without a passkey for this address the login does not offer one', async () => {
  const { chat, page, close } = await openDevice({ width: 390, height: 844 })
  const asked = page.waitForResponse(/passkey-login\/options$/)
  await page.goto(owner.url)
  expect(await (await asked).json()).toEqual({ options: null })
  await chat.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(await chat.getByRole('button', { name: 'Use a passkey' }).count()).toBe(0)
  await close()
})

it('an owner adds a passkey, signs in with it alone, renames it, and removes it', async () => {
  const phone = await openDevice({ width: 390, height: 844 })
  const { chat, page, cdp, authenticatorId } = phone
  await signIn(phone)
  const settings = await openSecurity(chat)
  await addPasskey(chat, settings, 'My phone')
  await settings.getByText('My phone', { exact: true }).waitFor(patience)
  await settings.getByText(/^Opens localhost · not used yet/).waitFor()
  await phone.picture('passkeys-390-light')
  expect(await findProblems(page)).toEqual([])
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
  expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }])

  await addPasskey(chat, settings, 'Again')
  await chat.getByText('This device already has a passkey for this address.').waitFor(patience)
  await chat.getByRole('dialog', { name: 'Add a passkey' }).getByRole('button', { name: 'Cancel' }).click()
  await settings.getByRole('button', { name: 'Close' }).click()
  await settings.waitFor({ state: 'hidden' })
  await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false })
  await chat.getByRole('button', { name: 'More', exact: true }).click()
  await chat.getByRole('menuitem', { name: 'Sign out' }).click()
  const button = chat.getByRole('button', { name: 'Use a passkey' })
  await button.waitFor(patience)
  await phone.picture('login-passkey-390-light')
  expect(await findProblems(page)).toEqual([])
  await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true })
  await button.click()
  await chat.getByRole('button', { name: 'Sign in' }).waitFor({ state: 'hidden', ...patience })
  const [passkey] = await known()
  expect(passkey?.lastUsedAt).toBeGreaterThan(0)
  expect(phone.errors).toEqual([])
  await phone.close()

  const desktop = await openDevice({ width: 1280, theme: 'dark' })
  await signIn(desktop)
  const other = await openSecurity(desktop.chat)
  await other.getByRole('button', { name: 'My phone: actions' }).click()
  await desktop.chat.getByRole('menuitem', { name: 'Rename' }).click()
  const renaming = desktop.chat.getByRole('dialog', { name: 'Rename this passkey' })
  await renaming.getByRole('textbox', { name: 'Name' }).fill('Old phone')
  await renaming.getByRole('button', { name: 'Rename' }).click()
  await other.getByText('Old phone', { exact: true }).waitFor(patience)
  await desktop.picture('security-1280-dark')
  expect(await findProblems(desktop.page)).toEqual([])
  await other.getByRole('button', { name: 'Old phone: actions' }).click()
  await desktop.chat.getByRole('menuitem', { name: 'Remove' }).click()
  const sure = desktop.chat.getByRole('dialog', { name: 'Remove “Old phone”?' })
  await sure.getByRole('textbox', { name: 'Your password' }).fill(password)
  await sure.getByRole('button', { name: 'Remove' }).click()
  await expect.poll(async () => (await known()).length, patience).toBe(0)
  await other.getByText('Old phone', { exact: true }).waitFor({ state: 'hidden' })
  expect(desktop.errors).toEqual([])
  await desktop.close()
})

it('over HTTP: an answer counts once, at the name it was made for, and from our own page', async () => {
  const { port } = owner.program
  const authenticator = createSoftwareAuthenticator()
  const here = { origin: owner.url, rpId: 'localhost' }
  const open = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${owner.url}/api/portal/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const setup = await owner.api.fetch('/api/portal/passkeys/options', { method: 'POST', body: { password } })
  const creation = v.parse(passkeySetupAnswer, await setup.json()).options
  const add = (lie: object) =>
    owner.api.fetch('/api/portal/passkeys', {
      method: 'POST',
      body: { name: 'Key', answer: authenticator.create({ ...here, challenge: creation.challenge, ...lie }) },
    })
  expect((await add({})).status).toBe(201)
  expect((await add({})).status).toBe(400)

  const challenge = async () => {
    const { options } = v.parse(passkeyLoginAnswer, await (await open('passkey-login/options', {})).json())
    return { ...here, challenge: options?.challenge ?? '' }
  }
  const tryToSignIn = async (lie: object, headers: Record<string, string> = {}) =>
    (await open('passkey-login', { answer: authenticator.get({ ...(await challenge()), ...lie }) }, headers))
      .status
  expect(await tryToSignIn({})).toBe(200)
  // Five failures in a row would have to wait.
  expect(await tryToSignIn({ origin: `http://localhost:${port + 1}` })).toBe(401)
  expect(await tryToSignIn({ rpId: '127.0.0.1' })).toBe(401)
  expect(await tryToSignIn({ isUserVerified: false })).toBe(401)
  expect(await tryToSignIn({}, { origin: `http://localhost:${port + 1}` })).toBe(403)
  const spent = { answer: authenticator.get(await challenge()) }
  expect((await open('passkey-login', spent)).status).toBe(200)
  expect((await open('passkey-login', spent)).status).toBe(401)
  const atAnAddress = await fetch(`http://127.0.0.1:${port}/api/portal/passkey-login/options`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(await atAnAddress.json()).toEqual({ options: null })
})
