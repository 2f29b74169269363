import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { findOutwardLink } from './outward-link.ts'

function workspace() {
  const folder = join(temporaryDirectory(), 'workspace')
  mkdirSync(join(folder, 'node_modules', 'deep'), { recursive: true })
  writeFileSync(join(folder, 'file'), '')
  symlinkSync('../file', join(folder, 'node_modules', 'inside'))
  return folder
}

test('links within the folder are fine', async () => {
  expect(await findOutwardLink(workspace())).toBeUndefined()
})

test.each(['../../..', '/', '../../../workspace-too', '../../../nothing-yet'])(
  'a link to %s is found',
  async (target) => {
    const folder = workspace()
    mkdirSync(`${folder}-too`)
    symlinkSync(target, join(folder, 'node_modules', 'deep', 'link'))
    expect(await findOutwardLink(folder)).toBe(join('node_modules', 'deep', 'link'))
  },
)
