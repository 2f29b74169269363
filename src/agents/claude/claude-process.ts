import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { Writable } from 'node:stream'
import { signalGroup } from '../../system/process-identity.ts'
import type { ProcessLedger } from '../../system/process-ledger.ts'
import { endMarked, markVariable } from '../../system/process-mark.ts'
import { writeKeyFile } from './key-file.ts'
import type { Sdk, SdkOptions, SdkSpawnOptions, SdkUserMessage } from './sdk.ts'
import type { SdkMessage } from './sdk-messages.ts'

/** Options without what this module fills in. */
export type ProcessOptions = Omit<SdkOptions, 'spawnClaudeCodeProcess' | 'stderr'>

export interface ClaudeProcessDeps {
  sdk: Sdk
  options: ProcessOptions
  /**
   * Handed over by a pipe, or by a file in `keysDir` where that is given; see `writeKeyFile`. No environment and no command line ever holds
   * it.
   */
  apiKey: string | undefined
  keysDir?: string
  ledger: ProcessLedger
  onMessage: (message: SdkMessage) => void
  /** Called once, when the process is gone; `error` says why unless it was asked to go. `errorText`: the last of its stderr. */
  onEnd: (error: Error | undefined, errorText: string) => void
}

export interface ClaudeProcess {
  send(content: unknown[]): void
  /** Ends what it is doing; it stays up. */
  interrupt(): Promise<void>
  /** Ends it with all that it started, at once. */
  kill(): void
  readonly ended: Promise<void>
}

/** Where the program reads its key from; see ENGINES in the decisions. */
const keyDescriptor = 3
const keptErrorText = 4000

/** Starts the engine's program for one session and keeps it open for as many turns as are sent. */
export function startClaudeProcess(deps: ClaudeProcessDeps): ClaudeProcess {
  const { sdk, options, apiKey, keysDir, ledger } = deps
  const keyFile = apiKey !== undefined && keysDir !== undefined ? writeKeyFile(keysDir, apiKey) : undefined
  const pipedKey = keyFile === undefined ? apiKey : undefined
  const mark = randomUUID()
  const prompts = createPromptQueue()
  const ended = Promise.withResolvers<void>()
  let child: ChildProcess | undefined
  let errorText = ''
  let isKilled = false

  function spawnProgram({ command, args, cwd, env }: SdkSpawnOptions): ChildProcess {
    const started = spawn(command, args, {
      cwd,
      env: {
        ...env,
        ...ledger.environment,
        [markVariable]: mark,
        ...(pipedKey !== undefined && { CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR: String(keyDescriptor) }),
      },
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    })
    child = started
    const pipe = started.stdio[keyDescriptor] as Writable
    // A program that ends before it has read its key says why by itself.
    pipe.on('error', () => {})
    pipe.end(pipedKey ?? '')
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errorText = (errorText + text).slice(-keptErrorText)
    })
    const { pid } = started
    if (pid !== undefined) {
      ledger.add('claude', pid, mark)
      started.once('exit', () => {
        endFamily(pid)
        ledger.remove(pid)
      })
    }
    return started
  }
  function endFamily(pid: number) {
    signalGroup(pid, 'SIGKILL')
    endMarked(mark)
  }

  const query = sdk.query({
    prompt: prompts,
    options: {
      ...options,
      ...(keyFile && { settings: { ...options.settings, apiKeyHelper: keyFile.command } }),
      spawnClaudeCodeProcess: spawnProgram,
      stderr: () => {},
    },
  })

  async function read() {
    let error: Error | undefined
    try {
      for await (const message of query) deps.onMessage(message)
      error = new Error('The engine’s program ended.')
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown))
    }
    kill()
    keyFile?.remove()
    ended.resolve()
    deps.onEnd(isAskedToGo ? undefined : error, errorText)
  }

  let isAskedToGo = false
  function kill() {
    if (isKilled) return
    isKilled = true
    prompts.end()
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) endFamily(child.pid)
    query.close()
  }

  void read()
  return {
    send: (content) => prompts.push(content),
    interrupt: async () => void (await query.interrupt()),
    kill() {
      isAskedToGo = true
      kill()
    },
    ended: ended.promise,
  }
}

/** The prompts of a process, in order, as the stream that the SDK reads. */
function createPromptQueue() {
  const waiting: SdkUserMessage[] = []
  let wake = () => {}
  let isOver = false
  return {
    push(content: unknown[]) {
      waiting.push({ type: 'user', message: { role: 'user', content }, parent_tool_use_id: null })
      wake()
    },
    end() {
      isOver = true
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = waiting.shift()
        if (next !== undefined) yield next
        else if (isOver) return
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    },
  }
}
