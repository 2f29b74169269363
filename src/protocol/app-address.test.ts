import { expect, it } from 'vitest'
import { hashOfAppPath, readAppPath } from './app-address.ts'

it.each(['/', '/notes/5', '/notes/5?tab=all#end', '/a%20b', '/search?q=/app/api', '/#/old'])(
  '%s is a page of the app',
  (path) => {
    expect(readAppPath(path)).toBe(path)
  },
)

it.each([
  'notes',
  '',
  'https://elsewhere.invalid/',
  '//elsewhere.invalid/',
  '/.//elsewhere.invalid/',
  '/%2felsewhere.invalid/',
  '/\\elsewhere.invalid/',
  '/app/api/notes',
  '/x/../app/api/notes',
  '/app/%61pi/notes',
  '/__bloby/enter?ticket=x',
  '/%',
  `/${'x'.repeat(2000)}`,
])('%s is none', (path) => {
  expect(readAppPath(path)).toBeUndefined()
})

it('the first page leaves the shell’s address as it is', () => {
  expect(hashOfAppPath('/')).toBe('')
  expect(hashOfAppPath('/notes/5#end')).toBe('#/notes/5#end')
})
