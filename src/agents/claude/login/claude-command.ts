import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { signalGroup } from '../../../system/process-identity.ts'
import type { ProcessLedger } from '../../../system/process-ledger.ts'

export interface ClaudeCommandDeps {
  /** `CLAUDE_CONFIG_DIR`: where the program keeps its login, the same that turns use. */
  configDir: string
  /** Of our own process; only what the program needs of it is passed on. */
  environment: Readonly<Record<string, string | undefined>>
  ledger: ProcessLedger
}

export interface ClaudeCommand {
  readonly stdin: ChildProcessWithoutNullStreams['stdin']
  /** Everything it printed so far. */
  stdout(): string
  stderr(): string
  /** Calls back whenever it prints. */
  onOutput(listener: () => void): void
  /** Resolves when it is gone; null: it was killed or could not be started. */
  readonly ended: Promise<number | null>
  /** Ends it with all that it started. */
  kill(): void
}

const passedOn =
  /^(HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SystemRoot|USER|LOGNAME|LANG|LC_ALL|TZ|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i
const keptOutput = 64 * 1024

/** Starts a command of the engine's program, which needs no terminal. */
export function startClaudeCommand(binary: string, args: string[], deps: ClaudeCommandDeps): ClaudeCommand {
  mkdirSync(deps.configDir, { recursive: true, mode: 0o700 })
  const child = spawn(binary, args, {
    cwd: deps.configDir,
    env: { ...commandEnvironment(deps), ...deps.ledger.environment },
    detached: process.platform !== 'win32',
    stdio: 'pipe',
  })
  const { pid } = child
  if (pid !== undefined) deps.ledger.add(`claude ${args.join(' ')}`, pid)
  const output = { stdout: '', stderr: '' }
  let listener = () => {}
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] = (output[name] + text).slice(-keptOutput)
      listener()
    })
  // It may end before it has read what it is told; how it ended says why.
  child.stdin.on('error', () => {})
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output.stderr += error.message
      resolve(null)
    })
    child.once('close', (code) => resolve(code))
  }).finally(() => {
    if (pid === undefined) return
    signalGroup(pid, 'SIGKILL')
    deps.ledger.remove(pid)
  })
  return {
    stdin: child.stdin,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    onOutput(next) {
      listener = next
    },
    ended,
    kill() {
      if (pid !== undefined) signalGroup(pid, 'SIGKILL')
    },
  }
}

function commandEnvironment({ configDir, environment }: ClaudeCommandDeps): Record<string, string> {
  const inherited = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && passedOn.test(entry[0]),
  )
  return {
    ...Object.fromEntries(inherited),
    PATH: [dirname(process.execPath), environment.PATH]
      .filter(Boolean)
      .join(process.platform === 'win32' ? ';' : ':'),
    CLAUDE_CONFIG_DIR: configDir,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    NO_COLOR: '1',
    // The owner sits at another device, or has the link in the chat.
    BROWSER: 'none',
  }
}
