import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import * as v from 'valibot'
import { type RecoverAnswer, type RecoverTask, recoverAnswer, recoverTask } from '../../protocol/accounts.ts'
import { AppError } from '../../system/errors.ts'
import { ownModule } from '../../system/own-file.ts'
import { pathsOf } from '../../system/paths.ts'
import { findSupervisor } from '../../system/running-supervisor.ts'
import { askSupervisor } from '../ask-supervisor.ts'
import type { Command } from '../command.ts'

export const secondStep: Command = {
  name: 'second-step',
  summary: 'lets an owner back in who has no phone and no recovery code',
  usage: [
    'bloby second-step off | open',
    '',
    '  off     turns the second step of signing in off, so that the password is enough,',
    '          and signs out all devices and scripts: a lost phone may still be signed in',
    '  open    takes codes of the authenticator app again after too many wrong ones',
    '',
    'Whether Bloby runs or not. Passkeys stay as they are.',
  ].join('\n'),
  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true })
    const task = v.safeParse(recoverTask, positionals[0])
    if (!task.success || positionals.length !== 1)
      throw new AppError('invalid', 'This command needs a word for what to do: off or open.')
    const { isChanged } = await recover(task.output)
    process.stdout.write(`${words[task.output][isChanged ? 'done' : 'unneeded']}\n`)
    return 0
  },
}

const words: Record<RecoverTask, { done: string; unneeded: string }> = {
  off: {
    done: 'The second step is off, and all devices and scripts are signed out. Sign in with your password, and set it up again in the settings, under Security.',
    unneeded: 'The second step is off already: the password is enough.',
  },
  open: {
    done: 'Codes of the authenticator app are taken again.',
    unneeded: 'Codes of the authenticator app are not closed.',
  },
}

async function recover(task: RecoverTask): Promise<RecoverAnswer> {
  const running = findSupervisor(pathsOf(process.env).run)
  if (running !== undefined)
    return await askSupervisor(
      running,
      { method: 'POST', path: `/api/portal/totp/recover/${task}` },
      recoverAnswer,
    )
  const program = ownModule(import.meta.url, '../../platform/accounts/recover-main')
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, task])
    return v.parse(v.pipe(v.string(), v.parseJson(), recoverAnswer), stdout)
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new AppError('unavailable', said || 'The database could not be changed.', { cause: error })
  }
}
