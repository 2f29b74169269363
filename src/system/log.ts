import pino from 'pino'
import { openRotatedFile } from './log-tail.ts'

export type Log = pino.Logger

export interface OpenLog {
  log: Log
  /** The newest lines of the supervisor's own log, as text. */
  last(count: number): string[]
  close(): Promise<void>
}

/**
 * The supervisor's log: JSON lines in `logs/bloby.log`, rotated; on standard error in words: everything on a terminal, else what
 * needs attention. Standard output stays free for answers that a script reads.
 */
export async function openLog(directory: string, terminal: { isTTY?: boolean }): Promise<OpenLog> {
  const file = openRotatedFile(directory, 'bloby.log')
  let isWritable = true
  file.on('error', (error) => {
    if (isWritable) process.stderr.write(`The log cannot be written: ${error.message}\n`)
    isWritable = false
  })
  const recent: string[] = []
  const words = terminal.isTTY ? await prettyWords() : plainWords
  const log = pino(
    {
      base: null,
      redact: {
        paths: secretFields,
        censor: '[secret]',
      },
    },
    pino.multistream([
      { level: 'info', stream: { write: (line: string) => void (isWritable && file.write(line)) } },
      {
        level: 'info',
        stream: {
          write(line: string) {
            recent.push(line.trimEnd())
            if (recent.length > 1000) recent.splice(0, 500)
          },
        },
      },
      { level: terminal.isTTY ? 'info' : 'warn', stream: words },
    ]),
  )
  return {
    log,
    last: (count) => recent.slice(-count),
    close: () => new Promise((resolve) => (isWritable ? file.end(() => resolve()) : resolve())),
  }
}

const secretNames = ['password', 'token', 'cookie', 'apiKey', 'x-api-key', 'authorization']
const secretFields = ['code', ...secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`])]

/** Loaded only where someone reads it: it is a tenth of the supervisor's memory. */
async function prettyWords() {
  const { default: pretty } = await import('pino-pretty')
  const words = pretty({
    ignore: 'pid,hostname,name',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
    colorize: !process.env.NO_COLOR,
    destination: 2,
    sync: true,
  })
  return {
    write(line: string) {
      // The command line's progress stands on this line; it draws itself again.
      process.stderr.write('\r\x1b[K')
      words.write(line)
    },
  }
}

const plainWords = {
  write(line: string) {
    const { msg, ...rest } = JSON.parse(line)
    const { level: _, time: _t, ...fields } = rest
    const details = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : ''
    process.stderr.write(`${msg}${details}\n`)
  },
}
