import { describe, expect, it } from 'vitest'
import { requestPath, upstreamPath } from './request-target.ts'

describe('a request target', () => {
  it.each([
    ['/', '/'],
    ['/a/b?c=/../d', '/a/b?c=/../d'],
    ['/.well-known/x', '/.well-known/x'],
    ['/a/...', '/a/...'],
    ['/caf\xe9%20x', '/caf\xe9%20x'],
    ['http://host:1/a?b', '/a?b'],
    ['HTTPS://user@host', '/'],
    ['http://host?b', '/?b'],
    ['//host/a', '/host/a'],
    ['/\\host/a', '/host/a'],
    ['///\\//host', '/host'],
    ['http://host//other/a', '/other/a'],
  ])('%s is the path %s', (url, path) => {
    expect(requestPath(url)).toBe(path)
  })

  it.each([
    '',
    '*',
    'a',
    'a:80',
    'ftp://a/',
    '\\a',
    '/..',
    '/a/./b',
    '/a/%2E./b',
    '/a%2f../b',
    '//../b',
    'http://a/../b',
  ])('%s is refused', (url) => {
    expect(() => requestPath(url)).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })

  it.each([
    ['/app/api/x?q', '/x?q'],
    ['/app/api', '/'],
    ['/app/api?q', '/?q'],
    ['/app/api//evil.example/x', '/evil.example/x'],
    ['/app/apis', '/app/apis'],
    ['/other', '/other'],
  ])('%s without the prefix /app/api is %s', (url, path) => {
    expect(upstreamPath(url, '/app/api')).toBe(path)
  })
})
