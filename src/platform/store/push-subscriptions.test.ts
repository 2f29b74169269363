import { expect, it } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { createSessions } from '../accounts/sessions.ts'
import { openDatabase } from './database.ts'
import { migrations } from './migrations.ts'
import { createPushSubscriptions } from './push-subscriptions.ts'

it('a device has one subscription, and it goes with its session, however that ends', () => {
  const db = openDatabase(':memory:', migrations)
  const clock = createFakeClock()
  const sessions = createSessions({ db, clock })
  const subscriptions = createPushSubscriptions({ db, clock })
  const signIn = () => sessions.create({ kind: 'device', device: 'Phone', address: '::1' }).session.id
  const endpoints = () => subscriptions.list().map(({ endpoint }) => endpoint)
  const [phone, laptop] = [signIn(), signIn()]
  const of = (sessionId: string, endpoint: string) => ({ sessionId, endpoint, p256dh: 'p', auth: 'a' })

  subscriptions.set(of(phone, 'one'))
  subscriptions.set(of(phone, 'two'))
  expect(subscriptions.list()).toEqual([of(phone, 'two')])
  subscriptions.removeOwn(laptop, 'two')
  expect(endpoints()).toEqual(['two'])

  const phoneAgain = signIn()
  subscriptions.set(of(phoneAgain, 'two'))
  expect(subscriptions.list()).toEqual([of(phoneAgain, 'two')])
  subscriptions.set(of(laptop, 'three'))
  sessions.revoke(phoneAgain)
  expect(endpoints()).toEqual(['three'])

  clock.advance(8 * 24 * 60 * 60 * 1000)
  expect(endpoints()).toEqual([])
  expect(() => subscriptions.set(of('nobody', 'four'))).toThrow('FOREIGN KEY')
})
