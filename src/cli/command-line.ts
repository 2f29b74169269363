import { AppError, messageOf } from '../system/errors.ts'
import type { Command } from './command.ts'
import { engine } from './commands/engine.ts'
import { secondStep } from './commands/second-step.ts'
import { start } from './commands/start.ts'
import { status } from './commands/status.ts'
import { version } from './commands/version.ts'

const commands: readonly Command[] = [start, status, engine, secondStep, version]

/** Runs one command and gives its exit code: 0 fine, 1 failed, 2 wrong use. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(help())
    return name === undefined ? 2 : 0
  }
  const command = commands.find(
    (each) => each.name === name || (name === '--version' && each.name === 'version'),
  )
  if (command === undefined) {
    process.stderr.write(`There is no command named ${name}.\n\n${help()}`)
    return 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.usage}\n`)
    return 0
  }
  try {
    return await command.run(rest)
  } catch (error) {
    const isWrongUse = isArgumentError(error) || (error instanceof AppError && error.kind === 'invalid')
    process.stderr.write(`${messageOf(error)}\n${isWrongUse ? `\n${command.usage}\n` : ''}`)
    return isWrongUse ? 2 : 1
  }
}

function help(): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(13)}${summary}`)
  return `Bloby, an agent that lives on your own computer.\n\nbloby <command>\n\n${lines.join('\n')}\n\nbloby <command> --help tells more.\n`
}

function isArgumentError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
