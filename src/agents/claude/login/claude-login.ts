import * as v from 'valibot'
import type { ClaudeLoginAnswer } from '../../../protocol/settings.ts'
import type { Clock } from '../../../system/clock.ts'
import { AppError, messageOf } from '../../../system/errors.ts'
import { type ClaudeCommand, type ClaudeCommandDeps, startClaudeCommand } from './claude-command.ts'

export interface ClaudeLoginDeps extends ClaudeCommandDeps {
  /** Path of the engine's program, after installing it where that is needed. */
  binary: () => Promise<string>
  /** Whether the program is there: nothing is installed only to see that nobody is signed in. */
  isInstalled: () => boolean
  clock: Clock
  /** pino fits. */
  log: { info(message: string): void; warn(fields: object, message: string): void }
  /** Somebody signed in or out, or a link came or went. */
  onChange: (answer: ClaudeLoginAnswer) => void
}

export interface ClaudeLogin {
  status(): Promise<ClaudeLoginAnswer>
  /** Begins to sign in, or goes on with what was begun. The link may come later, when the program is installed first. */
  start(): Promise<ClaudeLoginAnswer>
  /** Takes the code that the owner was shown. @throws AppError `conflict` when no sign-in waits for one */
  complete(code: string): Promise<ClaudeLoginAnswer>
  cancel(): Promise<ClaudeLoginAnswer>
  logout(): Promise<ClaudeLoginAnswer>
  /** Ends what runs. */
  stop(): void
}

/** One try to sign in. */
interface Attempt {
  command?: ClaudeCommand
  url?: string
  /** What the program did not like about the last code. */
  error?: string
  /** How much it had complained before that code. */
  oldComplaints: number
  isOver: boolean
  /** Told whenever one of the above changes. */
  onNews: Set<() => void>
  cancelTimeout: () => void
}

const attemptMs = 10 * 60_000
/** How long an answer is held back for the link, the fate of a code, or a short command. */
const linkMs = 5000
const codeMs = 60_000
const commandMs = 30_000

const finalWords = /^Couldn't log in: /
/** Of `claude auth status --json`. */
const accountShape = v.object({ loggedIn: v.boolean(), email: v.optional(v.nullable(v.string())) })
type Account = v.InferOutput<typeof accountShape>

/**
 * The owner's own login in the engine's unmodified program: `claude auth login` prints a link and reads a code, without a terminal.
 * (`claude setup-token` would want one.) The login stays with the program, in its own folder; we never see it.
 */
export function createClaudeLogin(deps: ClaudeLoginDeps): ClaudeLogin {
  const { clock, log } = deps
  const running = new Set<ClaudeCommand>()
  let attempt: Attempt | undefined
  let lastError: string | undefined
  /** An answer on its way, for all who ask meanwhile. */
  let account: Promise<Account> | undefined

  function begin(): Attempt {
    lastError = undefined
    const begun: Attempt = {
      oldComplaints: 0,
      isOver: false,
      onNews: new Set(),
      cancelTimeout: clock.after(attemptMs, () =>
        end(begun, 'The sign-in was not finished within 10 minutes. Start it again.'),
      ),
    }
    attempt = begun
    signIn(begun).catch((error: unknown) => {
      log.warn({ err: error }, 'The sign-in to Claude failed')
      end(begun, error instanceof AppError ? error.message : `Claude’s program failed: ${messageOf(error)}`)
    })
    return begun
  }

  async function signIn(begun: Attempt): Promise<void> {
    const binary = await deps.binary()
    if (begun.isOver) return
    const command = startClaudeCommand(binary, ['auth', 'login'], deps)
    begun.command = command
    command.onOutput(() => readOutput(begun, command))
    const code = await command.ended
    if (begun.isOver) return
    if (code === 0) log.info('Signed in to Claude')
    end(begun, code === 0 ? undefined : whyNot(command))
  }

  function readOutput(begun: Attempt, command: ClaudeCommand): void {
    const url = /https:\/\/\S+\/oauth\/authorize\?\S+(?=\s)/.exec(command.stdout())?.[0]
    const error = lastLine(command.stderr().slice(begun.oldComplaints))
    const isNew = url !== begun.url
    if (url !== undefined) begun.url = url
    // With these words it ends, and its end is told then.
    if (error !== undefined && !finalWords.test(error)) begun.error = error
    tell(begun)
    if (isNew) announce()
  }

  function end(ending: Attempt, error?: string): void {
    if (ending.isOver) return
    ending.isOver = true
    ending.cancelTimeout()
    ending.command?.kill()
    if (attempt === ending) attempt = undefined
    lastError = error
    account = undefined
    tell(ending)
    announce()
  }

  function tell({ onNews }: Attempt): void {
    for (const listener of onNews) listener()
  }

  function announce(): void {
    status().then(deps.onChange, (error: unknown) => log.warn({ err: error }, 'Claude’s login is unknown'))
  }

  /** Waits until `isTrue`, checked at every news, or the time is over. */
  function until(waiting: Attempt, isTrue: () => boolean, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel()
        waiting.onNews.delete(check)
        resolve()
      }
      const check = () => {
        if (waiting.isOver || isTrue()) done()
      }
      const cancel = clock.after(ms, done)
      waiting.onNews.add(check)
      check()
    })
  }

  /** Runs a command that ends by itself. */
  async function run(...args: string[]): Promise<{ code: number | null; command: ClaudeCommand }> {
    const command = startClaudeCommand(await deps.binary(), args, deps)
    running.add(command)
    command.stdin.end()
    const cancel = clock.after(commandMs, command.kill)
    const code = await command.ended
    cancel()
    running.delete(command)
    return { code, command }
  }

  async function status(): Promise<ClaudeLoginAnswer> {
    if (attempt !== undefined) {
      const { url, error } = attempt
      return { status: 'waiting', ...(url !== undefined && { url }), ...(error !== undefined && { error }) }
    }
    const failed = lastError !== undefined && { error: lastError }
    if (!deps.isInstalled()) return { status: 'signed-out', ...failed }
    const { loggedIn, email } = await askAccount()
    if (!loggedIn) return { status: 'signed-out', ...failed }
    return { status: 'signed-in', ...(email && { account: email }), ...failed }
  }

  function askAccount(): Promise<Account> {
    if (account !== undefined) return account
    const asked = run('auth', 'status', '--json').then(({ command }) => parseAccount(command))
    account = asked
    const forget = () => {
      if (account === asked) account = undefined
    }
    asked.then(forget, forget)
    return asked
  }

  return {
    status,
    async start() {
      const current = attempt ?? begin()
      await until(current, () => current.url !== undefined, linkMs)
      return status()
    },
    async complete(code) {
      const current = attempt
      if (current?.command === undefined || current.url === undefined)
        throw new AppError('conflict', 'No sign-in waits for a code. Start it first.')
      delete current.error
      current.oldComplaints = current.command.stderr().length
      // A long code is often copied with the line breaks of the page.
      current.command.stdin.write(`${code.replaceAll(/\s+/g, '')}\n`)
      await until(current, () => current.error !== undefined, codeMs)
      return status()
    },
    async cancel() {
      if (attempt !== undefined) end(attempt)
      return status()
    },
    async logout() {
      if (attempt !== undefined) end(attempt)
      lastError = undefined
      if (!deps.isInstalled()) return status()
      const { code, command } = await run('auth', 'logout')
      account = undefined
      // It says so when it forgot the login, but Anthropic could not be told.
      const complaint = lastLine(command.stderr())
      lastError = complaint ?? (code === 0 ? undefined : 'Claude’s program could not sign out.')
      const answer = await status()
      deps.onChange(answer)
      lastError = undefined
      return answer
    },
    stop() {
      if (attempt !== undefined) end(attempt)
      for (const command of running) command.kill()
    },
  }
}

function parseAccount(command: ClaudeCommand): Account {
  try {
    return v.parse(accountShape, JSON.parse(command.stdout()))
  } catch (error) {
    const said = lastLine(command.stderr())
    throw new AppError(
      'unavailable',
      `Claude’s program does not tell who is signed in${said ? `: ${said}` : '.'}`,
      {
        cause: error,
      },
    )
  }
}

function whyNot(command: ClaudeCommand): string {
  const said = lastLine(command.stderr())?.replace(finalWords, '') ?? 'Claude’s program ended without a word.'
  if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/.test(said))
    return `Anthropic can’t be reached (${said}). Check this computer’s network and sign in again.`
  return said
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.trim() || undefined
}
