/** Something the supervisor starts in order and stops in reverse. `start` may fail; `stop` must not, and may come twice. */
export interface Service {
  readonly name: string
  start(): Promise<void>
  stop(): Promise<void>
}
