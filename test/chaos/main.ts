/** The chaos test as long as one likes: `npm run chaos -- --messages 1000 --kills 100 --seed 7`. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'

const root = path.resolve(import.meta.dirname, '../..')
const { values } = parseArgs({
  options: { messages: { type: 'string' }, kills: { type: 'string' }, seed: { type: 'string' } },
})
const env = Object.fromEntries(
  Object.entries({ messages: '1000', ...values }).map(([name, value]) => [
    `CHAOS_${name.toUpperCase()}`,
    value,
  ]),
)
const test = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e', 'test/chaos'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
)
test.once('close', (code) => {
  process.exitCode = code ?? 1
})
