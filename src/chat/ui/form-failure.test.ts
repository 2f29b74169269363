import { expect, it } from 'vitest'
import { ApiError } from '../api/api-error.ts'
import { failureOf } from './form-failure.tsx'

it('what is wrong with a field is said beside it, without the field’s technical name', () => {
  const error = new ApiError('baseUrl: must be an http or https address', {
    status: 400,
    code: 'invalid',
    field: 'baseUrl',
  })
  expect(failureOf(error, 0)).toEqual({ field: 'baseUrl', text: 'Must be an http or https address.' })
})

it('words that are whole sentences already stay as they are', () => {
  const error = new ApiError('This password is not right.', {
    status: 401,
    code: 'unauthorized',
    field: 'password',
    retryAfterSeconds: 2,
  })
  expect(failureOf(error, 1000)).toEqual({
    field: 'password',
    text: 'This password is not right.',
    retryAt: 3000,
  })
})
