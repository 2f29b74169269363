import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { readyLine, sessionAnswer, systemAnswer, ticketAnswer } from '../src/protocol/api.ts'
import { portsFrom } from '../src/system/ports.ts'
import { type ChildProgram, findFreePort, isAnswering, startChild, waitUntil } from './child-program.ts'
import { innermost } from './measure.ts'

export const root = path.resolve(import.meta.dirname, '..')

/** From the clone, whose types Node strips as it runs, or as the package that npm installs. */
export type Form = 'clone' | 'package'
export const forms: readonly Form[] = ['clone', 'package']

/** A home with its owner and all packages, as any start but the first finds it. */
export interface Installation {
  readonly home: string
  readonly workspace: string
  readonly ports: ReturnType<typeof portsFrom>
  start(form: Form): Promise<RunningBloby>
  /** From the next start on the backend is `bench/upstream.ts`, or the template's again. */
  setBackend(which: 'fixed' | 'template'): void
}

export interface RunningBloby {
  readonly url: string
  readonly appUrl: string
  /** Of a signed-in device. */
  readonly token: string
  /** From the start of the command until its ready line, in ms. */
  readonly readyMs: number
  readonly startedAt: number
  /** The id of each process of the installation, once its app has started. */
  pids(): Promise<Record<'command line' | 'supervisor' | 'backend' | 'vite', number>>
  /** Gets the app's frame a session, as the shell does with a ticket. Gives the `Cookie` header. */
  enterApp(): Promise<string>
  stop(): Promise<void>
}

/** Makes an installation in `folder`, by a first start that installs the workspace's packages and is claimed. */
export async function createInstallation(folder: string): Promise<Installation> {
  const home = path.join(folder, 'home')
  const workspace = path.join(home, 'workspace')
  const ports = portsFrom(await findFreePort([1, 2, 4]))
  const entries = { clone: path.join(root, 'src/cli/main.ts'), package: '' }
  let token = ''

  async function start(form: Form): Promise<RunningBloby> {
    if (form === 'package') entries.package ||= buildPackage(path.join(folder, 'package'))
    const startedAt = performance.now()
    const child = startChild(
      process.execPath,
      [entries[form], 'start', '--json', '--no-open', '--port', String(ports.platform)],
      { env: { ...process.env, NO_COLOR: '1', BLOBY_HOME: home } },
    )
    try {
      const line = v.parse(v.pipe(v.string(), v.parseJson(), readyLine), await child.firstLine())
      const readyMs = performance.now() - startedAt
      token ||= await claim(line)
      return describe(child, { ...line, startedAt, readyMs })
    } catch (error) {
      await child.stop()
      throw error
    }
  }

  function describe(
    child: ChildProgram,
    line: v.InferOutput<typeof readyLine> & { startedAt: number; readyMs: number },
  ): RunningBloby {
    const { url, appUrl, pid, startedAt, readyMs } = line
    const authorization = `Bearer ${token}`
    return {
      url,
      appUrl,
      token,
      startedAt,
      readyMs,
      async pids() {
        let backend: number | undefined
        let vite: number | undefined
        await waitUntil('Bloby’s app', async () => {
          const answer = await fetch(`${url}/api/system`, { headers: { authorization } })
          const { processes } = v.parse(systemAnswer, await answer.json())
          const pidOf = (name: string) =>
            processes.find((each) => each.name === name && each.status === 'running')?.pid
          backend = pidOf('backend')
          vite = pidOf('vite')
          return backend !== undefined && vite !== undefined
        })
        return {
          'command line': child.pid,
          supervisor: pid,
          backend: innermost(backend ?? 0),
          vite: innermost(vite ?? 0),
        }
      },
      async enterApp() {
        const asked = await fetch(`${url}/api/portal/app-ticket`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: '{}',
        })
        const ticket = v.parse(ticketAnswer, await asked.json())
        const entered = await fetch(ticket.url, { redirect: 'manual' })
        await entered.arrayBuffer()
        return entered.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
      },
      stop: child.stop,
    }
  }

  console.log('Making an installation; its first start installs the workspace’s packages …')
  const first = await start('clone')
  try {
    await first.pids()
    const cookie = await first.enterApp()
    await waitUntil('The app’s page', () => isAnswering(`${first.appUrl}/`, { cookie }))
  } finally {
    await first.stop()
  }

  return {
    home,
    workspace,
    ports,
    start,
    setBackend(which) {
      const source = which === 'fixed' ? 'bench/upstream.ts' : 'workspace/backend/index.ts'
      cpSync(path.join(root, source), path.join(workspace, 'backend/index.ts'))
    },
  }
}

async function claim({ url, setupUrl }: { url: string; setupUrl: string | null }): Promise<string> {
  const code = new URL(setupUrl ?? '').hash.replace('#setup=', '')
  const response = await fetch(`${url}/api/portal/claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, password: 'correct horse' }),
  })
  const { token } = v.parse(sessionAnswer, await response.json())
  await fetch(`${url}/api/onboard`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ isDone: true }),
  })
  return token
}

/** Builds a copy of the checkout, because others may be using its `dist/`. Gives the program's path. */
function buildPackage(folder: string): string {
  console.log('Building the package …')
  mkdirSync(folder)
  for (const name of ['src', 'scripts', 'workspace', 'package.json', 'package-lock.json'])
    cpSync(path.join(root, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => path.basename(source) !== 'node_modules',
    })
  for (const name of ['tsconfig.json', 'tsconfig.build.json'])
    cpSync(path.join(root, name), path.join(folder, name))
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  execFileSync(process.execPath, ['scripts/build.ts'], {
    cwd: folder,
    stdio: ['ignore', process.stderr, 'inherit'],
  })
  return path.join(folder, 'dist/cli/main.js')
}
