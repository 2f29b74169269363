import { expect, test } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { openDatabase } from './database.ts'
import { createKnownDeviceRows } from './known-devices.ts'
import { migrations } from './migrations.ts'

test('the hundred devices that were used last are kept, with the wrong codes of each', () => {
  const clock = createFakeClock()
  const rows = createKnownDeviceRows({ db: openDatabase(':memory:', migrations), clock })
  const signIn = (id: string) => {
    clock.advance(1000)
    rows.markUsed(id)
  }
  signIn('phone')
  signIn('laptop')
  rows.setWrongCodes('phone', 3)
  for (let n = 1; n <= 98; n++) signIn(`script ${n}`)
  signIn('phone')
  signIn('one more')
  expect([rows.has('phone'), rows.has('laptop'), rows.has('script 1')]).toEqual([true, false, true])
  expect([rows.wrongCodes('phone'), rows.wrongCodes('laptop')]).toEqual([3, 0])
  rows.forgetWrongCodes()
  expect(rows.wrongCodes('phone')).toBe(0)
})
