import { existsSync } from 'node:fs'
import * as v from 'valibot'
import { recoverTask } from '../../protocol/accounts.ts'
import { systemClock as clock } from '../../system/clock.ts'
import { AppError, messageOf } from '../../system/errors.ts'
import { pathsOf } from '../../system/paths.ts'
import { lockHome } from '../../system/single-instance.ts'
import { createAudit } from '../store/audit.ts'
import { openDatabase } from '../store/database.ts'
import { createKnownDeviceRows } from '../store/known-devices.ts'
import { migrations } from '../store/migrations.ts'
import { openSecrets } from '../store/secrets.ts'
import { createSettings } from '../store/settings.ts'
import { recoverSecondStep } from './recover-second-step.ts'
import { createSecondStep } from './second-step.ts'
import { createSessions } from './sessions.ts'

/**
 * Opens or turns off the second step for the command line while no supervisor runs, and keeps one from starting meanwhile: `off` or
 * `open`. Prints the answer as a line of JSON; what went wrong is said on stderr, with exit code 1.
 */
const task = v.parse(recoverTask, process.argv[2])
const paths = pathsOf(process.env)

function recover() {
  if (!existsSync(paths.database)) throw new AppError('not-found', `There is no Bloby in ${paths.home}.`)
  const lock = lockHome(paths.run)
  try {
    const db = openDatabase(paths.database, migrations)
    try {
      const at = { db, clock }
      const settings = createSettings(at)
      const secrets = openSecrets(paths.secrets, clock.now())
      const devices = createKnownDeviceRows(at)
      const secondStep = createSecondStep({ ...at, settings, secrets, devices })
      return recoverSecondStep(task, { secondStep, sessions: createSessions(at), audit: createAudit(at) })
    } finally {
      db.close()
    }
  } finally {
    lock.release()
  }
}

try {
  process.stdout.write(`${JSON.stringify(recover())}\n`)
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
