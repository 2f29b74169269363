import { expect, it } from 'vitest'
import { HeaderList } from './header-list.ts'

it('reads, replaces, adds and deletes the fields of a flat array in place', () => {
  const flat = ['set-cookie', 'a', 'etag', '"x"', 'set-cookie', 'b']
  const headers = new HeaderList(flat)
  expect(headers.get('set-cookie')).toBe('a')
  expect(headers.getAll('set-cookie')).toEqual(['a', 'b'])
  expect(headers.get('vary')).toBeUndefined()
  headers.set('ETag', 'W/"x"')
  headers.append('Set-Cookie', 'c')
  expect(flat).toEqual(['set-cookie', 'a', 'set-cookie', 'b', 'etag', 'W/"x"', 'set-cookie', 'c'])
  headers.delete('set-cookie')
  headers.delete('vary')
  expect(flat).toEqual(['etag', 'W/"x"'])
})
