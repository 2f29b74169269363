import { expect, it } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { createConversations } from './conversations.ts'
import { openDatabase } from './database.ts'
import { createEngineSessions } from './engine-sessions.ts'
import { migrations } from './migrations.ts'

it('remembers one session for each conversation and engine until it is replaced or removed', () => {
  const db = openDatabase(':memory:', migrations)
  const clock = createFakeClock()
  const { id } = createConversations({ db, clock }).create()
  const sessions = createEngineSessions({ db, clock })
  expect(sessions.find(id, 'claude')).toBeUndefined()
  sessions.set(id, 'claude', 'one')
  sessions.set(id, 'other', 'elsewhere')
  sessions.set(id, 'claude', 'two')
  expect(sessions.find(id, 'claude')).toBe('two')
  sessions.remove(id, 'claude')
  sessions.remove(id, 'claude')
  expect(sessions.find(id, 'claude')).toBeUndefined()
  expect(sessions.find(id, 'other')).toBe('elsewhere')
  expect(() => sessions.set('nowhere', 'claude', 'x')).toThrow('FOREIGN KEY')
})
