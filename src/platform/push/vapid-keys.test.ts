import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { openVapidKeys } from './vapid-keys.ts'

it('keys are made once and stay', () => {
  const path = join(temporaryDirectory(), 'vapid.json')
  const made = openVapidKeys(path, 0)
  expect(made.problem).toBeUndefined()
  expect(openVapidKeys(path, 0)).toEqual(made)
})

it('a damaged file is kept aside and said, without a word of what stands in it', () => {
  const path = join(temporaryDirectory(), 'vapid.json')
  const { keys } = openVapidKeys(path, 0)
  writeFileSync(path, `{"privateKey":"${keys.privateKey}"`)
  const { keys: fresh, problem } = openVapidKeys(path, 0)
  expect(fresh).not.toEqual(keys)
  expect(problem).toContain('vapid.json.damaged-1970')
  expect(problem).not.toContain(keys.privateKey)
  const aside = readdirSync(dirname(path)).find((name) => name.includes('damaged')) ?? ''
  expect(readFileSync(join(dirname(path), aside), 'utf8')).toContain(keys.privateKey)
  expect(openVapidKeys(path, 0)).toEqual({ keys: fresh, problem: undefined })
})
