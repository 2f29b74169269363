import { close } from './denied.ts'

/**
 * Closes Unix sockets and named pipes: they lead to whatever listens for this user (session bus, SSH agent, Docker), and
 * making one creates a file anywhere. `net`, `http` and all others go through the methods of one native class.
 */
export function guardPipes(root: string): void {
  // These are pipes themselves, made when first asked for.
  void [process.stdout, process.stderr]
  // The class is not exported: it is the handle of a socket that goes nowhere.
  const probe = process.getBuiltinModule('node:net').connect({ path: `${root}/.none` })
  probe.on('error', () => {
    // It was never meant to connect.
  })
  const pipe = Object.getPrototypeOf((probe as unknown as { _handle: object })._handle) as object
  probe.destroy()
  for (const name of ['connect', 'bind', 'open']) close(pipe, name, 'A Unix socket')
}
