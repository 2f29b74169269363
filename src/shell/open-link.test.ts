import { expect, it } from 'vitest'
import { openLink } from './open-link.ts'

function opened(url: string): string[] {
  const addresses: string[] = []
  const open = (address?: string | URL) => {
    addresses.push(String(address))
    return null
  }
  openLink({ open }, url, ['bloby.test', '192.168.1.7'])
  return addresses
}

it.each(['https://example.com/a?b#c', 'http://example.com:3004/', 'https://bloby.test.example.com/'])(
  'a link of the app to the web outside is opened: %s',
  (url) => {
    expect(opened(url)).toEqual([url])
  },
)

it.each([
  'http://bloby.test:3004/',
  'http://BLOBY.test.:3004/',
  'https://bloby.test/',
  'http://192.168.1.7:3004/',
  'http://localhost:3004/',
  'http://127.0.0.1:3004/',
  'http://2130706433:3004/',
  'http://[::1]:3004/',
  'http://[::ffff:127.0.0.1]:3004/',
  'http://example.com@localhost:3004/',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,hi',
  '/relative',
  '',
])('a link of the app to this machine, or to what is no web page, is not: %s', (url) => {
  expect(opened(url)).toEqual([])
})
