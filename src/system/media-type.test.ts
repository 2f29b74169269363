import { expect, test } from 'vitest'
import { mediaTypeOf } from './media-type.ts'

const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
const jpeg = Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1')
const webp = Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')
const pdf = Buffer.from('%PDF-1.7\n')
const html = Buffer.from('<!doctype html><script>')
const unknown = 'application/octet-stream'

test.each([
  ['image/png', png, 'image/png'],
  ['IMAGE/PNG; charset=x', png, 'image/png'],
  ['image/jpg', jpeg, 'image/jpeg'],
  ['image/png', jpeg, 'image/jpeg'],
  ['image/heic', webp, 'image/webp'],
  ['image/gif', Buffer.from('GIF89a'), 'image/gif'],
  ['application/pdf', pdf, 'application/pdf'],
  ['', pdf, 'application/pdf'],
  ['text/html', html, 'text/html'],
  ['text/markdown; charset=utf-8', Buffer.from('# Hi'), 'text/markdown'],
  ['audio/webm', Buffer.from([0x1a, 0x45]), 'audio/webm'],
])('%s with bytes that fit is %s', (declared, head, expected) => {
  expect(mediaTypeOf(declared, head)).toBe(expected)
})

test.each([
  ['image/png', html],
  ['image/jpg', html],
  ['image/png', Buffer.alloc(0)],
  ['application/pdf', html],
  ['text/html', png],
  ['image/svg+xml', png],
  ['image/png', pdf],
  ['application/pdf', png],
  ['nonsense', html],
  ['text/html\r\nSet-Cookie: x', html],
  ['', html],
])('%j with bytes that belie it is unknown', (declared, head) => {
  expect(mediaTypeOf(declared, head)).toBe(unknown)
})
