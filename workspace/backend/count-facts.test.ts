import { expect, test } from 'vitest'
import { countFacts } from './count-facts.ts'

test('facts are the list items outside code and comments', () => {
  expect(countFacts('# Title\n\nText - no item\n- one\n* two\n  - three\n1. four\n-\n---\n')).toBe(4)
  expect(countFacts('<!-- \n- no\n-->\n```\n- no\n```\n- yes')).toBe(1)
  expect(countFacts('')).toBe(0)
})
