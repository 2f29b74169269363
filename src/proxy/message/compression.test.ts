import { describe, expect, it } from 'vitest'
import { chooseCoding, compressResponse } from './compression.ts'

describe('the coding of a response', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['BR;Q=0.9, gzip;q=1', 'gzip'],
    ['br;q=0, gzip;q=0.2', 'gzip'],
    ['*', 'br'],
    ['*;q=0.5, br;q=0', 'gzip'],
    ['gzip;q=0', undefined],
    ['gzip;q=nonsense', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['deflate', undefined],
    ['', undefined],
  ])('for Accept-Encoding “%s” is %s', (acceptEncoding, coding) => {
    expect(chooseCoding(acceptEncoding)).toBe(coding)
  })

  it.each([
    'text/html; charset=utf-8',
    'text/css',
    'TEXT/JAVASCRIPT',
    'application/javascript',
    'application/json',
    'application/manifest+json',
    'application/xml',
    'application/atom+xml',
    'application/wasm',
    'image/svg+xml',
  ])('is applied to %s', (type) => {
    expect(compressed({ 'content-type': type }).coding).toBe('br')
  })

  it.each([
    'text/event-stream',
    'image/png',
    'video/mp4',
    'application/zip',
    'application/octet-stream',
    'font/woff2',
    '',
  ])('is not applied to %s', (type) => {
    expect(compressed({ 'content-type': type })).toEqual({ coding: undefined, flat: ['content-type', type] })
  })

  it('changes the headers that it makes untrue', () => {
    const { coding, flat } = compressed({
      'content-type': 'text/css',
      'content-length': '5000',
      etag: '"x"',
      vary: 'Origin',
      'accept-ranges': 'bytes',
    })
    expect(coding).toBe('br')
    expect(Object.fromEntries(pairs(flat).filter(([name]) => name !== 'vary'))).toEqual({
      'content-type': 'text/css',
      'content-encoding': 'br',
      etag: 'W/"x"',
    })
    expect(pairs(flat).filter(([name]) => name === 'vary')).toEqual([
      ['vary', 'Origin'],
      ['vary', 'Accept-Encoding'],
    ])
  })

  it('leaves a weak ETag and a Vary that says it already', () => {
    const { flat } = compressed({
      'content-type': 'text/css',
      etag: 'W/"x"',
      vary: 'origin, accept-encoding',
    })
    expect(pairs(flat)).toContainEqual(['etag', 'W/"x"'])
    expect(pairs(flat).filter(([name]) => name === 'vary')).toHaveLength(1)
  })

  it.each([
    ['is encoded already', { 'content-encoding': 'gzip' }, 200, 'GET'],
    ['must not be transformed', { 'cache-control': 'public, no-transform' }, 200, 'GET'],
    ['is small', { 'content-length': '1023' }, 200, 'GET'],
    ['is a part', { 'content-range': 'bytes 0-9/100' }, 206, 'GET'],
    ['has no body', {}, 304, 'GET'],
    ['has no body', {}, 204, 'GET'],
    ['answers a HEAD', {}, 200, 'HEAD'],
  ])('is not applied to what %s', (_name, headers, status, method) => {
    const before = { 'content-type': 'text/css', ...headers }
    expect(compressed(before, status, method)).toEqual({
      coding: undefined,
      flat: Object.entries(before).flat(),
    })
  })

  it('varies also where this client gets the plain body', () => {
    const flat = ['content-type', 'text/css']
    expect(compressResponse(flat, 200, 'GET', '')).toBeUndefined()
    expect(flat).toEqual(['content-type', 'text/css', 'vary', 'Accept-Encoding'])
  })
})

function compressed(headers: Record<string, string>, status = 200, method = 'GET') {
  const flat = Object.entries(headers).flat()
  return { coding: compressResponse(flat, status, method, 'gzip, br'), flat }
}

function pairs(flat: string[]): [string, string][] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? ''] as [string, string]] : []))
}
