import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createTrustFile } from './trust.ts'

it('remembers the last decision on each item, across restarts', () => {
  const path = join(temporaryDirectory(), 'trusted.json')
  const trust = createTrustFile(path, () => 1)
  trust.decide({ hash: 'a', name: 'weather' }, 'deny')
  trust.decide({ hash: 'b', name: 'tea' }, 'allow')
  trust.decide({ hash: 'a', name: 'weather' }, 'allow')
  const later = createTrustFile(path, () => 2)
  expect(['a', 'b', 'c'].map(later.decisionOf)).toEqual(['allow', 'allow', undefined])
})

it('trusts nothing when its file is damaged', () => {
  const path = join(temporaryDirectory(), 'trusted.json')
  const trust = createTrustFile(path, () => 1)
  for (const text of ['{', '{"hash": "a"}', '[{"hash": "a", "decision": "yes"}]']) {
    writeFileSync(path, text)
    expect(trust.decisionOf('a')).toBeUndefined()
  }
})
