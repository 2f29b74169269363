import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSessions } from '../../src/platform/accounts/sessions.ts'
import { createPush } from '../../src/platform/push/push.ts'
import { createPushNetwork } from '../../src/platform/push/push-network.ts'
import { openVapidKeys } from '../../src/platform/push/vapid-keys.ts'
import { openDatabase } from '../../src/platform/store/database.ts'
import { migrations } from '../../src/platform/store/migrations.ts'
import { createPushSubscriptions } from '../../src/platform/store/push-subscriptions.ts'
import { createFakeClock } from '../../src/system/fake-clock.test-kit.ts'
import { temporaryDirectory } from '../../src/system/temporary-directory.test-kit.ts'
import { createPushService, type PushService } from './push-service.ts'

let service: PushService
beforeEach(async () => {
  service = await createPushService()
})
afterEach(() => service.close())

function createWorld(isAllowed = (address: string) => address === '127.0.0.1') {
  const stores = { db: openDatabase(':memory:', migrations), clock: createFakeClock() }
  const sessions = createSessions(stores)
  const logged: unknown[] = []
  const looking = new Set<string>()
  const { keys } = openVapidKeys(`${temporaryDirectory()}/vapid.json`, 0)
  const push = createPush({
    subscriptions: createPushSubscriptions(stores),
    keys,
    network: createPushNetwork({ ca: service.ca, isAllowed }),
    isLooking: (sessionId, conversationId) => looking.has(`${sessionId} ${conversationId}`),
    log: { warn: (fields) => logged.push(fields) },
  })
  function subscribe() {
    const { id } = sessions.create({ kind: 'device', device: 'Phone', address: '::1' }).session
    const subscription = service.subscription()
    push.subscribe({ sessionId: id, endpoint: subscription.endpoint, ...subscription.keys })
    return { id, subscription }
  }
  return { push, keys, looking, logged, subscribe }
}

describe('a notification', () => {
  it('reaches every device, encrypted for it and signed by this installation', async () => {
    const { push, keys, subscribe } = createWorld()
    const devices = [subscribe(), subscribe()]
    const message = { title: 'Budget', body: 'It is drawn.', conversationId: 'c1', about: 'conversation c1' }
    expect(await push.send(message)).toEqual({ sent: 2, removed: 0, failed: 0 })
    expect(service.complaints).toEqual([])
    expect(new Set(service.received.map(({ endpoint }) => endpoint))).toEqual(
      new Set(devices.map(({ subscription }) => subscription.endpoint)),
    )
    const [first] = service.received
    expect(JSON.parse(first?.text ?? '')).toEqual({
      title: 'Budget',
      body: 'It is drawn.',
      conversationId: 'c1',
      tag: 'conversation c1',
    })
    expect(first).toMatchObject({ ttl: '86400', urgency: 'normal', publicKey: keys.publicKey })
    expect(first?.topic).toMatch(/^[\w-]{32}$/)
    await push.send({ body: 'Now!', isUrgent: true })
    expect(service.received.at(-1)).toMatchObject({ urgency: 'high', topic: undefined })
  })

  it('is not sent to a device where the owner is looking at its conversation', async () => {
    const { push, looking, subscribe } = createWorld()
    const [phone, laptop] = [subscribe(), subscribe()]
    looking.add(`${laptop.id} c1`)
    expect(await push.send({ body: 'One', conversationId: 'c1' })).toMatchObject({ sent: 1 })
    expect(service.received.map(({ endpoint }) => endpoint)).toEqual([phone.subscription.endpoint])
    expect(await push.send({ body: 'Two', conversationId: 'c2' })).toMatchObject({ sent: 2 })
  })

  it('fits what push services take, however long and whatever it is', async () => {
    const { push, subscribe } = createWorld()
    subscribe()
    const long = `"\\\u0000\u0001🙂\ud800`.repeat(2000)
    expect(await push.send({ title: long, body: long, conversationId: 'c'.repeat(64) })).toMatchObject({
      sent: 1,
    })
    expect(JSON.parse(service.received[0]?.text ?? '').body).toMatch(/…$/)
  })
})

describe('what a push service says', () => {
  it.each([404, 410])('%i means that the device is gone, and it is forgotten', async (status) => {
    const { push, subscribe } = createWorld()
    const [gone, stays] = [subscribe(), subscribe()]
    service.answer(gone.subscription, status)
    expect(await push.send({ body: 'One' })).toEqual({ sent: 1, removed: 1, failed: 0 })
    expect(push.status(gone.id)).toEqual({ devices: 1, isSubscribed: false })
    expect(push.status(stays.id)).toEqual({ devices: 1, isSubscribed: true })
  })

  it('is logged when it is a failure, without the secret address, and the device stays', async () => {
    const { push, logged, subscribe } = createWorld()
    const { id, subscription } = subscribe()
    service.answer(subscription, 503)
    expect(await push.send({ body: 'One' })).toEqual({ sent: 0, removed: 0, failed: 1 })
    expect(push.status(id).isSubscribed).toBe(true)
    await service.close()
    expect(await push.send({ body: 'Two' })).toEqual({ sent: 0, removed: 0, failed: 1 })
    const host = new URL(service.url).host
    expect(logged).toEqual([
      { service: host, status: 503 },
      { service: host, code: 'ECONNREFUSED' },
    ])
    expect(JSON.stringify(logged)).not.toContain(new URL(subscription.endpoint).pathname)
    service = await createPushService()
  })
})
