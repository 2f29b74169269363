import { close, denied, replace } from './denied.ts'

const { pid: ownPid } = process

/** Closes what reaches other processes of the same user, or lets V8 write files. */
export function guardProcess(): void {
  // Signals: SIGUSR1 opens a debugger in any Node process. `process.kill` ends in `_kill`.
  const native = process as unknown as { _kill(pid: number, signal: number): number }
  const kill = native._kill
  replace(process, '_kill', (pid: number, signal: number) => {
    if (pid !== ownPid) throw denied('Signalling another process')
    return kill(ownPid, signal)
  })
  for (const name of ['_debugProcess', '_debugEnd', '_startProfilerIdleNotifier', 'execve'])
    if (name in process) close(process, name, `process.${name}`)

  // Flags of V8 name files that it writes its traces to, with text that the code chooses.
  const v8 = process.getBuiltinModule('node:v8')
  close(v8, 'setFlagsFromString', 'v8.setFlagsFromString')

  // Any process of the user can be slowed down until it answers nobody.
  close(process.getBuiltinModule('node:os'), 'setPriority', 'os.setPriority')
}
