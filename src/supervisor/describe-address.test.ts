import { expect, test } from 'vitest'
import { describeAddress } from './describe-address.ts'
import { lanAddress } from './hosts.ts'

const lan = lanAddress()
const inNetwork = lan === undefined ? null : `http://${lan}:3000`

test('what listens on this computer alone is closed, and says where it would be found', () => {
  expect(describeAddress({ host: '127.0.0.1', port: 3000 })).toEqual({
    local: 'http://localhost:3000',
    network: inNetwork,
    isOpen: false,
    qr: null,
  })
})

test('what listens everywhere is found at this computer’s address in the network', () => {
  expect(describeAddress({ host: '0.0.0.0', port: 3000 })).toEqual({
    local: 'http://localhost:3000',
    network: inNetwork,
    isOpen: true,
    qr: inNetwork === null ? null : expect.stringContaining('<svg'),
  })
})

test('what listens at one address is found there alone', () => {
  expect(describeAddress({ host: '192.0.2.7', port: 3000 })).toEqual({
    local: 'http://192.0.2.7:3000',
    network: 'http://192.0.2.7:3000',
    isOpen: true,
    qr: expect.stringContaining('<svg'),
  })
  expect(describeAddress({ host: '2001:db8::7', port: 3000 }).network).toBe('http://[2001:db8::7]:3000')
})
