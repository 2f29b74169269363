import { expect, it } from 'vitest'
import { startCommand } from './start-command.ts'

it('is npm’s in a clone, where flags come after two dashes', () => {
  expect(startCommand(['--port', '4000'], {})).toBe('bloby start --port 4000')
  expect(startCommand(['--port', '4000'], { npm_lifecycle_event: 'start' })).toBe('npm start -- --port 4000')
})
