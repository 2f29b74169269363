import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditAnswer, recoveryCodesAnswer, totpAnswer, totpSetupAnswer } from '../../src/protocol/accounts.ts'
import { conversationsAnswer, messagesAnswer } from '../../src/protocol/api.ts'
import { type ApiClient, login as signIn } from './api.ts'
import { codeOf, earlierCodeOf } from './authenticator-app.ts'
import { connectChat } from './chat-socket.ts'
import { findProblems } from './find-problems.ts'
import { createOwner, password, startClaimed } from './owner.ts'
import { temporaryHome } from './temporary-home.ts'
import { createTrustedPush, type TrustedPush } from './trusted-push.ts'

const patience = { timeout: 20_000 }
const toldWords = /^Someone who knows your password gave ten wrong codes/
const run = promisify(execFile)
let push: TrustedPush
const owner = createOwner(async () => {
  push = await createTrustedPush()
  return await startClaimed(push.start)
})
afterAll(() => push?.close())
let api: ApiClient
let secret: string

beforeAll(() => {
  api = owner.api
})

/** The real command line, on this home. */
async function secondStep(task: string, home = owner.program.home) {
  const args = ['src/cli/main.ts', 'second-step', ...task.split(' ')]
  try {
    const { stdout } = await run(process.execPath, args, { env: { ...process.env, BLOBY_HOME: home } })
    return { code: 0, said: stdout }
  } catch (error) {
    const { code, stderr } = v.parse(v.object({ code: v.number(), stderr: v.string() }), error)
    return { code, said: stderr }
  }
}

/** As a browser without any cookie, or with the one of a device that was signed in. */
const login = (body: object, cookie?: string) =>
  fetch(`${owner.url}/api/portal/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) },
    body: JSON.stringify(body),
  })

async function turnOn() {
  const ask = async (path: string, body: object) =>
    await (await api.fetch(`/api/portal/totp/${path}`, { method: 'POST', body })).json()
  secret = v.parse(totpSetupAnswer, await ask('setup', { password })).secret
  return v.parse(recoveryCodesAnswer, await ask('confirm', { code: await earlierCodeOf(secret) }))
    .recoveryCodes
}

const view = async () => v.parse(totpAnswer, await (await api.fetch('/api/portal/totp')).json())
async function actions() {
  const { entries } = v.parse(auditAnswer, await (await api.fetch('/api/audit?limit=200')).json())
  return entries.map(({ action }) => action)
}

function wrongCode(): string {
  const near = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps))
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? ''
  )
}

/** Guesses with the right password, starting Bloby again whenever there is a wait; gives how often a code was looked at. */
async function guessUntilClosed(): Promise<number> {
  for (let looked = 0; looked < 40; ) {
    const { status } = await login({ password, code: wrongCode() })
    if (status === 429) await owner.program.restart()
    else looked += 1
    if (status === 403) return looked
  }
  throw new Error('Nothing stopped the guesses.')
}

it('who knows the password gets ten codes, restarts or not; known devices and recovery codes go on', async () => {
  const body = push.service.subscription()
  expect((await api.fetch('/api/push/subscribe', { method: 'POST', body })).status).toBe(200)
  const recoveryCodes = await turnOn()
  const known = await login({ password, code: recoveryCodes[0] })
  const cookie = known.headers.getSetCookie().find((each) => each.startsWith('bloby_device=')) ?? ''
  expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/)

  expect(await guessUntilClosed()).toBe(10)
  await owner.program.restart()
  expect((await login({ password, code: codeOf(secret) })).status).toBe(403)
  expect((await view()).isClosed).toBe(true)
  expect((await login({ password, code: codeOf(secret) }, cookie)).status).toBe(200)
  // The owner is told on every device, and finds it in the chat and in the log.
  const news = await push.service.next()
  expect([news.urgency, JSON.parse(news.text).body]).toEqual(['high', expect.stringMatching(toldWords)])
  const { conversations } = v.parse(conversationsAnswer, await (await api.fetch('/api/conversations')).json())
  const path = `/api/conversations/${conversations[0]?.id}/messages`
  const { messages } = v.parse(messagesAnswer, await (await api.fetch(path)).json())
  expect(messages.at(-1)?.content).toMatch(toldWords)
  expect((await actions()).filter((action) => action === 'codes-closed')).toHaveLength(1)

  const { page, chat, picture, close } = await openLogin()
  await chat.getByRole('textbox', { name: 'Password' }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await chat.getByRole('textbox', { name: 'Code', exact: true }).fill(codeOf(secret))
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await chat.getByText(/^Too many codes were wrong/).waitFor(patience)
  await chat.getByText('bloby second-step off').waitFor()
  await picture('login-codes-closed-390-light')
  expect(await findProblems(page)).toEqual([])
  await chat.getByRole('button', { name: 'Use a recovery code instead' }).click()
  await chat.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCodes[1] ?? '')
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await chat.getByRole('button', { name: 'Sign in' }).waitFor({ state: 'detached', ...patience })
  await close()
  expect((await view()).isClosed).toBe(false)

  await owner.program.restart()
  expect(await guessUntilClosed()).toBe(10)
  const { token } = api
  const { url } = owner
  const inside = await owner.browser.device({
    width: 390,
    height: 844,
    theme: 'dark',
    session: { url, token },
  })
  await inside.page.goto(`${url}/bloby/#settings/security`)
  await inside.page.getByText(/^Too many codes were wrong\. Until you change your password/).waitFor(patience)
  await inside.picture('security-closed-390-dark')
  expect(await findProblems(inside.page)).toEqual([])
  await inside.close()
  const change = { current: password, password }
  expect((await api.fetch('/api/portal/password', { method: 'POST', body: change })).status).toBe(200)
  expect((await view()).isClosed).toBe(false)
})

async function openLogin() {
  const device = await owner.browser.device({ width: 390, height: 844 })
  await device.page.goto(owner.url)
  return { ...device, chat: device.page.frameLocator('iframe[title="Chat"]') }
}

it('the command line of the computer opens and turns off the second step, while Bloby runs and while not', async () => {
  if (!(await view()).isOn) await turnOn()
  await owner.program.restart()
  expect(await secondStep('open')).toMatchObject({ code: 0, said: expect.stringContaining('not closed') })
  await guessUntilClosed()
  expect(await secondStep('open')).toMatchObject({ code: 0, said: expect.stringContaining('taken again') })
  expect((await view()).isClosed).toBe(false)
  await guessUntilClosed()
  await owner.program.stop()
  expect(await secondStep('open')).toMatchObject({ code: 0, said: expect.stringContaining('taken again') })
  await owner.program.restart()
  expect((await view()).isClosed).toBe(false)

  // A lost phone may be signed in: everyone is signed out, at once.
  const socket = await connectChat({ url: owner.url, token: api.token })
  expect(await secondStep('off')).toMatchObject({ code: 0, said: expect.stringContaining('is off, and') })
  expect(await socket.closed).toBe(4401)
  expect((await api.fetch('/api/portal/totp')).status).toBe(401)
  api = await signIn(owner.program.ready, password)
  expect((await actions()).slice(0, 3)).toEqual(['signed-in', 'totp-turned-off', 'codes-opened'])
  expect(await secondStep('off')).toMatchObject({ code: 0, said: expect.stringContaining('off already') })
  expect((await api.fetch('/api/portal/totp')).status).toBe(200)

  await turnOn()
  await owner.program.stop()
  expect(await secondStep('off')).toMatchObject({ code: 0, said: expect.stringContaining('is off, and') })
  await owner.program.restart()
  expect((await api.fetch('/api/portal/totp')).status).toBe(401)
  api = await signIn(owner.program.ready, password)
  expect(await view()).toMatchObject({ isOn: false })

  // Nobody else has that way: a session of a device is not enough.
  await turnOn()
  const path = '/api/portal/totp/recover/off'
  expect((await api.fetch(path, { method: 'POST' })).status).toBe(403)
  expect(await view()).toMatchObject({ isOn: true })
  const nowhere = join(temporaryHome(), 'none')
  expect(await secondStep('off', nowhere)).toMatchObject({
    code: 1,
    said: `There is no Bloby in ${nowhere}.\n`,
  })
  expect(existsSync(nowhere)).toBe(false)
  expect(await secondStep('away')).toMatchObject({ code: 2, said: expect.stringContaining('off | open') })
  await secondStep('off')
})

it('strangers who guess at the password keep no device waiting that was signed in once', async () => {
  await owner.program.restart()
  const first = await login({ password })
  const cookie = first.headers.getSetCookie().find((each) => each.startsWith('bloby_device=')) ?? ''
  const wait = async () => Number((await login({ password: 'wrong' })).headers.get('retry-after') ?? 0)
  await expect.poll(wait, { timeout: 50_000, interval: 100 }).toBeGreaterThan(3)
  expect((await login({ password })).status).toBe(429)
  expect((await login({ password }, cookie)).status).toBe(200)
  // The cookie opens nothing, and a made-up one is that of a stranger.
  expect((await fetch(`${owner.url}/api/portal/totp`, { headers: { cookie } })).status).toBe(401)
  expect((await login({ password }, `bloby_device=${'A'.repeat(43)}`)).status).toBe(429)
})
