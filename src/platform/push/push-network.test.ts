import { request } from 'node:https'
import { expect, it } from 'vitest'
import { createPushNetwork, isPublic } from './push-network.ts'

it.each([
  ['8.8.8.8', true],
  ['172.32.0.1', true],
  ['2606:4700::1111', true],
  ['10.1.2.3', false],
  ['100.100.100.200', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['172.16.0.1', false],
  ['192.168.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['localhost', false],
])('of %s it is known whether it is of the internet: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected)
})

it('a name that leads to this computer is not connected to', async () => {
  const { agent } = createPushNetwork()
  const error = await new Promise<Error>((resolve) => {
    request('https://localhost:9/', { agent }).once('error', resolve).end()
  })
  expect(error.message).toContain('not public')
})
