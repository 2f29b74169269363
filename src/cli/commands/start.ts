import { type ChildProcess, fork, spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { renderUnicodeCompact } from 'uqr'
import * as v from 'valibot'
import { type SupervisorMessage, supervisorMessage } from '../../protocol/supervisor.ts'
import { parsePort } from '../../system/config.ts'
import { AppError } from '../../system/errors.ts'
import { ownModule } from '../../system/own-file.ts'
import { pathsOf } from '../../system/paths.ts'
import { findSupervisor } from '../../system/running-supervisor.ts'
import type { Command } from '../command.ts'
import { askSystem, describeSystem } from './status.ts'

const readyTimeoutMs = 45_000

export const start: Command = {
  name: 'start',
  summary: 'starts Bloby and stays with it; Ctrl+C stops it',
  usage: [
    'bloby start [--port N] [--host H] [--json] [--no-open]',
    '',
    '  --port N    the port of the chat (3000); the app and its processes take N+1, N+2 and N+4',
    '  --host H    the address to listen on (127.0.0.1); 0.0.0.0 opens Bloby to your network',
    '  --json      print one line when ready: {"url","appUrl","setupUrl","pid"}',
    '  --no-open   do not open the browser',
    '',
    'BLOBY_HOME chooses the folder of the installation (~/.bloby).',
  ].join('\n'),
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        json: { type: 'boolean' },
        'no-open': { type: 'boolean' },
      },
    })
    if (values.port !== undefined) parsePort(values.port)
    const isTalking = !values.json
    const child = fork(
      ownModule(import.meta.url, '../../supervisor/main'),
      [
        ...(values.port === undefined ? [] : ['--port', values.port]),
        ...(values.host === undefined ? [] : ['--host', values.host]),
      ],
      // A signal must not open a debugger in the supervisor. A small young generation keeps the heap small, and so the
      // collections cheap that the buffers of large bodies cause: see bench/README.md.
      {
        execArgv: ['--disable-sigusr1', '--max-semi-space-size=4'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    )
    passSignals(child)
    const ended = new Promise<number>((resolve) => {
      child.once('exit', (code, signal) => resolve(endOf(code, signal)))
    })
    const slow = setTimeout(() => {
      process.stderr.write(
        'Bloby is not ready after 45 s. Its log is in the home’s logs folder; Ctrl+C stops it.\n',
      )
    }, readyTimeoutMs)
    let hasFailed = false
    const showProgress = createProgress(process.stdout)
    child.on('message', (raw) => {
      const result = v.safeParse(supervisorMessage, raw)
      if (!result.success) return
      const message = result.output
      if (message.type === 'ready' || message.type === 'failed') clearTimeout(slow)
      if (message.type === 'failed') {
        hasFailed = true
        void reportFailure(message, isTalking)
      } else if (message.type === 'ready') {
        const { type: _, ...line } = message
        if (values.json) process.stdout.write(`${JSON.stringify(line)}\n`)
        else process.stdout.write(welcome(line.url, line.setupUrl))
        if (isTalking && !values['no-open'] && process.stdout.isTTY) openBrowser(line.setupUrl ?? line.url)
      } else if (isTalking) showProgress(message)
    })
    const code = await ended
    clearTimeout(slow)
    return hasFailed ? 1 : code
  },
}

/** Ctrl+C in a terminal reaches the supervisor by itself; a signal sent to us alone does not. */
function passSignals(child: ChildProcess) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
}

function endOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (signal !== null)
    process.stderr.write(`Bloby was ended by ${signal}. Nothing is lost: start it again.\n`)
  return code ?? 1
}

async function reportFailure(message: Extract<SupervisorMessage, { type: 'failed' }>, isTalking: boolean) {
  process.stderr.write(`${message.message}\n`)
  if (!message.isAlreadyRunning) return
  const running = findSupervisor(pathsOf(process.env).run)
  if (running === undefined || !isTalking) return
  try {
    process.stdout.write(`\n${describeSystem(await askSystem(running))}\n`)
  } catch (error) {
    process.stderr.write(`${error instanceof AppError ? error.message : String(error)}\n`)
  }
}

function welcome(url: string, setupUrl: string | null): string {
  if (setupUrl === null) return `\nBloby is ready: ${url}\n\n`
  return [
    '',
    'Bloby is ready. Open this link to make it yours; it works once:',
    '',
    `  ${setupUrl}`,
    '',
    renderUnicodeCompact(setupUrl, { border: 2 }),
    '',
    '',
  ].join('\n')
}

/** One line that is overwritten on a terminal; a line for each stage elsewhere. */
function createProgress(out: NodeJS.WriteStream) {
  let lastStage = ''
  return function show(message: Extract<SupervisorMessage, { type: 'step' | 'problem' }>) {
    if (message.type === 'problem') {
      out.write(
        `${out.isTTY ? '\r\x1b[K' : ''}${message.title}${message.detail ? `: ${message.detail}` : ''}\n`,
      )
      return
    }
    const text = message.step ?? 'The app is ready.'
    const stage = text.replace(/: \d+ %$/, '')
    if (out.isTTY) out.write(`\r\x1b[K${text}${message.step === null && stage !== lastStage ? '\n' : ''}`)
    else if (stage !== lastStage) out.write(`${stage}\n`)
    lastStage = stage
  }
}

function openBrowser(url: string) {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as 'darwin' | 'win32'] ?? 'xdg-open'
  // Without a desktop there is none, and the link is on the screen.
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}
