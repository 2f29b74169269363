import pino from 'pino'
import pretty from 'pino-pretty'
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
export function openLog(directory: string, terminal: { isTTY?: boolean }): OpenLog {
  const file = openRotatedFile(directory, 'bloby.log')
  let isWritable = true
  file.on('error', (error) => {
    if (isWritable) process.stderr.write(`The log cannot be written: ${error.message}\n`)
    isWritable = false
  })
  const recent: string[] = []
  const words = { ignore: 'pid,hostname,name', translateTime: 'SYS:HH:MM:ss', singleLine: true } as const
  const level = terminal.isTTY ? 'info' : 'warn'
  const log = pino(
    {
      base: null,
      redact: {
        paths: ['password', 'token', 'code', 'cookie', 'authorization', '*.password', '*.token', '*.cookie'],
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
      {
        level,
        stream: pretty({
          ...words,
          colorize: terminal.isTTY === true && !process.env.NO_COLOR,
          destination: 2,
          sync: true,
        }),
      },
    ]),
  )
  return {
    log,
    last: (count) => recent.slice(-count),
    close: () => new Promise((resolve) => (isWritable ? file.end(() => resolve()) : resolve())),
  }
}
