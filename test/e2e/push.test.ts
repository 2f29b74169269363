import type { FrameLocator, Worker } from 'playwright-core'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conversation } from '../../src/protocol/chat.ts'
import { pushSendAnswer, pushStatusAnswer } from '../../src/protocol/push.ts'
import type { FakeSubscription, PushService } from '../fakes/push-service.ts'
import { type ApiClient, login } from './api.ts'
import { askForNotifications } from './ask-for-notifications.ts'
import type { Device, DeviceOptions } from './browser.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { say } from './engine.ts'
import { findProblems } from './find-problems.ts'
import { answered } from './open-composer.ts'
import { createOwner, password, startClaimed } from './owner.ts'
import { createTrustedPush, type TrustedPush } from './trusted-push.ts'

let push: TrustedPush
let service: PushService
const owner = createOwner(async () => {
  push = await createTrustedPush()
  service = push.service
  return await startClaimed(push.start)
})
/** A device without a screen: what it says is answered, and it looks nowhere. */
let laptop: ChatDevice
beforeAll(async () => {
  laptop = await connectChat({ url: owner.url, token: owner.api.token })
})
afterAll(async () => {
  await laptop?.close()
  await push?.close()
})

interface Phone extends Device {
  chat: FrameLocator
  api: ApiClient
  subscription: FakeSubscription
}

/** A phone of its own session, with the browser's part of push played by us: a real subscription needs a service on the internet. */
async function openPhone(options: DeviceOptions = {}, hash = ''): Promise<Phone> {
  const { url } = owner
  const api = await login(owner.program.ready, password)
  const session = { url, token: api.token }
  const device = await owner.device({ session, width: 390, height: 844, ...options })
  const { context, page } = device
  const subscription = service.subscription()
  await askForNotifications(device)
  await context.exposeFunction('pressAllow', () =>
    context.grantPermissions(['notifications'], { origin: url }),
  )
  await context.addInitScript(`
    const subscription = {
      endpoint: '${subscription.endpoint}',
      toJSON: () => (${JSON.stringify(subscription)}),
      async unsubscribe() {
        localStorage.removeItem('test_key')
        return true
      },
      get options() {
        const key = atob(localStorage.getItem('test_key').replaceAll('-', '+').replaceAll('_', '/'))
        return { applicationServerKey: Uint8Array.from(key, (character) => character.charCodeAt(0)).buffer }
      },
    }
    PushManager.prototype.getSubscription = async () => (localStorage.getItem('test_key') ? subscription : null)
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
      localStorage.setItem('test_key', applicationServerKey)
      return subscription
    }
    Notification.requestPermission = async () => {
      await pressAllow()
      return Notification.permission
    }
  `)
  await page.goto(url + hash)
  return { ...device, chat: page.frameLocator('iframe[title="Chat"]'), api, subscription }
}

const openChat = ({ page }: Phone) => page.getByRole('button', { name: /^Open the chat/ }).click()
const startNew = ({ chat }: Phone) =>
  chat.getByRole('button', { name: 'New conversation', exact: true }).click()
const closeChat = ({ chat }: Phone) => chat.getByRole('button', { name: 'Close chat' }).click()
const card = ({ chat }: Phone) => chat.getByRole('region', { name: 'Know when it is done?' })

async function sayOn({ chat }: Phone, text: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message' }).fill(text)
  await chat.getByRole('button', { name: /^(Send|Queue)$/ }).click()
}

async function subscribe(phone: Phone): Promise<void> {
  await openChat(phone)
  await startNew(phone)
  await sayOn(phone, 'help')
  await card(phone).getByRole('button', { name: 'Turn on' }).click()
  await card(phone).waitFor({ state: 'hidden' })
}

async function statusOf({ api }: Phone) {
  return v.parse(pushStatusAnswer, await (await api.fetch('/api/push/status')).json())
}

async function workerOf({ context }: Device): Promise<Worker> {
  const running = context.serviceWorkers()[0]
  return running ?? (await context.waitForEvent('serviceworker'))
}

/** Hands the worker what the push service got for it, as the browser does. */
async function deliver(phone: Phone, text: string): Promise<void> {
  const session = await phone.context.newCDPSession(phone.page)
  const found = Promise.withResolvers<string>()
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const registration = registrations.find(({ scopeURL }) => scopeURL === `${owner.url}/`)
    if (registration) found.resolve(registration.registrationId)
  })
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: owner.url,
    registrationId: await found.promise,
    data: text,
  })
  await session.detach()
}

interface Shown {
  title: string
  body: string
  tag: string
}
async function shownOn(phone: Phone): Promise<Shown[]> {
  const worker = await workerOf(phone)
  return await worker.evaluate(
    `self.registration.getNotifications().then((all) => all.map(({ title, body, tag }) => ({ title, body, tag })))`,
  )
}

async function newConversation(title: string): Promise<string> {
  const answer = await owner.api.fetch('/api/conversations', { method: 'POST', body: { title } })
  return v.parse(conversation, await answer.json()).id
}

describe('notifications', () => {
  it('are asked for after the first finished task, quietly, and not again once the owner has decided', async () => {
    const phone = await openPhone()
    await openChat(phone)
    await startNew(phone)
    expect(await card(phone).count()).toBe(0)
    await sayOn(phone, 'help')
    await card(phone).waitFor()
    expect(await findProblems(phone.page)).toEqual([])
    await card(phone).getByRole('button', { name: 'Not now' }).click()
    await card(phone).waitFor({ state: 'hidden' })
    await sayOn(phone, 'and help')
    await answered(phone.chat, 'and help')
    await phone.page.reload()
    await sayOn(phone, 'note: still here')
    await answered(phone.chat, 'note: still here')
    expect(await card(phone).count()).toBe(0)
    expect(await statusOf(phone)).toMatchObject({ isSubscribed: false })
    expect(phone.errors).toEqual([])
    await phone.close()
  })

  it('come when an answer is finished and nobody looks, and a press opens its conversation', async () => {
    const phone = await openPhone()
    await subscribe(phone)
    expect(await statusOf(phone)).toMatchObject({ isSubscribed: true })
    const asked = await newConversation('Here')
    const elsewhere = await newConversation('Elsewhere')

    // The phone looks at the conversation that is active: only the answer in the other one is news.
    await owner.api.fetch('/api/context/set', { method: 'POST', body: { conversationId: asked } })
    await phone.chat.getByText('What shall we make?').waitFor()
    await say(laptop, 'help', { conversationId: asked })
    await phone.chat.getByText('You: help').waitFor()
    const { message } = await say(laptop, 'help', { conversationId: elsewhere })
    const push = await service.next()
    const payload = JSON.parse(push.text)
    expect(payload).toMatchObject({ title: 'Elsewhere', conversationId: elsewhere })
    expect(message.content).toContain(payload.body.slice(0, 20))

    // With the chat closed it looks nowhere.
    await closeChat(phone)
    await phone.page.getByRole('button', { name: /^Open the chat/ }).waitFor()
    await say(laptop, 'help', { conversationId: asked })
    const next = JSON.parse((await service.next()).text)
    expect(next.conversationId).toBe(asked)
    expect(service.complaints).toEqual([])

    await deliver(phone, push.text)
    await expect
      .poll(() => shownOn(phone))
      .toEqual([{ title: payload.title, body: payload.body, tag: `conversation ${elsewhere}` }])
    const worker = await workerOf(phone)
    // A browser lets a worker bring a window to the front only after a press that is real.
    await worker.evaluate(`
      WindowClient.prototype.focus = async function () { return this }
      self.registration.getNotifications().then(([notification]) =>
        self.dispatchEvent(new NotificationEvent('notificationclick', { notification })))
    `)
    await phone.page.getByRole('dialog', { name: 'Chat' }).waitFor()
    await phone.chat.getByText('You: help').waitFor()
    const active = async () => (await owner.api.fetch('/api/context/current')).json()
    await expect.poll(active).toMatchObject({ conversationId: elsewhere })
    await expect.poll(() => shownOn(phone)).toEqual([])
    expect(phone.errors).toEqual([])
    await phone.close()
  })

  it('are links too: a new window opens the chat at the conversation', async () => {
    const id = await newConversation('Tea')
    await say(laptop, 'remember the tea', { conversationId: id })
    const phone = await openPhone({}, `/#conversation=${id}`)
    await phone.page.getByRole('dialog', { name: 'Chat' }).waitFor()
    await phone.chat.getByText('You: remember the tea').waitFor()
    await expect.poll(() => new URL(phone.page.url()).hash).toBe('')
    await expect.poll(() => phone.page.evaluate(`localStorage.getItem('bloby_widget_open')`)).toBe('true')
    await phone.close()
  })

  it('reach no device that the push service does not know any more, nor one that was signed out', async () => {
    const [lost, other] = [await openPhone(), await openPhone()]
    await subscribe(lost)
    await subscribe(other)
    const before = (await statusOf(other)).devices
    service.answer(lost.subscription, 410)
    const answer = await owner.api.fetch('/api/push/send', {
      method: 'POST',
      body: { title: 'Lights', body: 'They are on.', conversationId: await newConversation('Lights') },
    })
    expect(v.parse(pushSendAnswer, await answer.json())).toMatchObject({ removed: 1, failed: 0 })
    expect(await statusOf(lost)).toEqual({ devices: before - 1, isSubscribed: false })

    await other.api.fetch('/api/portal/logout', { method: 'POST' })
    expect(await statusOf(lost)).toEqual({ devices: before - 2, isSubscribed: false })
    await Promise.all([lost.close(), other.close()])
  })
})
