import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startSupervisor } from '../../src/supervisor/supervisor.ts'
import { systemClock } from '../../src/system/clock.ts'
import { pathsOf } from '../../src/system/paths.ts'

/**
 * The real supervisor, but that it takes a push service on this computer for a public one: `PUSH_CA` is a file with the certificate to
 * trust it by. Prints the ready line as `bloby start --json` does.
 */
const root = path.resolve(import.meta.dirname, '../..')
const { values } = parseArgs({ strict: false, allowPositionals: true, options: { port: { type: 'string' } } })

const supervisor = await startSupervisor({
  paths: pathsOf(process.env),
  port: Number(values.port),
  version: '0.0.0',
  template: path.join(root, 'workspace'),
  pages: path.join(root, 'dist/public'),
  clock: systemClock,
  terminal: {},
  pushNetwork: {
    ca: readFileSync(process.env.PUSH_CA ?? '', 'utf8'),
    isAllowed: (address) => address === '127.0.0.1',
  },
  onAppStep() {},
  onProblem() {},
})
process.once('SIGTERM', () => void supervisor.stop().then(() => process.exit(0)))
process.stdout.write(`${JSON.stringify(supervisor.ready)}\n`)
