import path from 'node:path'
import * as v from 'valibot'
import { startChild } from './child-program.ts'
import type { Installation, RunningBloby } from './installation.ts'
import { type Peer, startBarePrograms, startNginx } from './peers.ts'

const portLine = v.pipe(v.string(), v.parseJson(), v.object({ port: v.number() }))

/** All ways to one upstream that answers at once, running side by side. */
export interface Stage {
  readonly bloby: RunningBloby
  readonly upstream: string
  readonly nginx: Peer | undefined
  readonly bare: Peer & { pongUrl: string }
  /** The `Cookie` header of the app's session. */
  readonly cookie: string
}

/** Sets the stage, runs the benchmark on it, and clears it away. The package is what people run, so that is what runs. */
export async function onStage(
  installation: Installation,
  folder: string,
  run: (stage: Stage) => Promise<void>,
): Promise<void> {
  await using opened = new AsyncDisposableStack()
  installation.setBackend('fixed')
  opened.defer(() => installation.setBackend('template'))
  const bloby = await installation.start('package')
  opened.defer(bloby.stop)
  await bloby.pids()
  // The backend itself answers Bloby's proxy only, so the peers get a program of the same code.
  const upstream = startChild(process.execPath, [path.join(import.meta.dirname, 'upstream.ts')])
  opened.defer(upstream.stop)
  const { port: upstreamPort } = v.parse(portLine, await upstream.firstLine())
  const nginx = await startNginx(folder, upstreamPort)
  if (nginx) opened.defer(nginx.stop)
  else console.log('nginx is not installed: its rows are left out.')
  const bare = await startBarePrograms(upstreamPort)
  opened.defer(bare.stop)
  await run({
    bloby,
    upstream: `http://127.0.0.1:${upstreamPort}`,
    nginx,
    bare,
    cookie: await bloby.enterApp(),
  })
}
