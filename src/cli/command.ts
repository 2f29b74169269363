export interface Command {
  name: string
  summary: string
  /** What `--help` says. */
  usage: string
  /** Gives the exit code. Throws what it cannot do, as an `AppError` or an error of `parseArgs`. */
  run(args: string[]): Promise<number>
}
