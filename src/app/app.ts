import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { AppState, Problem, ServerMessage } from '../protocol/chat.ts'
import type { Clock } from '../system/clock.ts'
import { AppError } from '../system/errors.ts'
import type { Log } from '../system/log.ts'
import { createLogTail } from '../system/log-tail.ts'
import type { ManagedProcess } from '../system/managed-process.ts'
import type { Ports } from '../system/ports.ts'
import type { ProcessLedger } from '../system/process-ledger.ts'
import type { Service } from '../system/service.ts'
import { createSignal } from '../system/signal.ts'
import type { AppIcon } from './app-icon.ts'
import { createAppManifest } from './app-manifest.ts'
import { createDraftEvents } from './draft-events.ts'
import type { InstalledPackage, PackageChange } from './manifest-change.ts'
import { createPackages } from './packages.ts'
import { createPreparation } from './preparation.ts'
import { createBackend, createDraft } from './processes.ts'
import { noSandbox, type Sandbox } from './sandbox.ts'
import { createWatch } from './watch.ts'
import { createWorkspace } from './workspace-files.ts'

export type AppEvent = Extract<ServerMessage, { type: `app:${string}` }>

/** The owner's app: its workspace, packages and processes, and what is known of its health. */
export interface App extends Service {
  state(): AppState
  processes(): ReturnType<ManagedProcess['state']>[]
  onEvent(listener: (event: AppEvent) => void): () => void
  /** Adds or, without `problem`, takes away what the owner should know under this id. */
  setProblem(id: string, problem?: Problem): void
  /** Restarts `backend` or `vite`, or tries `packages` again. Throws `not-found` for other names. */
  restart(name: string): Promise<void>
  /**
   * Adds packages to the app and takes some out, then brings it up with them; gives what is installed of what was added. Rejects in
   * words with package.json, the lockfile and the packages as they were. An aborted `signal` does the same.
   */
  installPackages(change: PackageChange, options: { signal: AbortSignal }): Promise<InstalledPackage[]>
  logs(name: string, count: number): string[]
  /** Which fence of the system is around the app's processes. */
  sandbox(): Sandbox['kind']
  /** How many changes the dev server has told open pages of. */
  updates(): number
  /** What `app.json` calls it now. */
  ownName(): string
  /** Its picture for home screens, when `app.json` names one that can be used. */
  icon(): AppIcon | undefined
  isPublic(path: string): boolean
  /** What a request needs to be answered by the backend. A client's headers of these names must not reach it. */
  backendHeaders(): Record<string, string>
}

export interface AppDeps {
  template: string
  home: string
  workspace: string
  logs: string
  ports: Ports
  ledger: ProcessLedger
  clock: Clock
  log: Log
  /** Whether the owner lets the app start other programs; the app must ask for it too. */
  allowsChildProcesses: boolean
}

const shownLines = 30

const childProcessesProblem: Problem = {
  id: 'child-processes',
  title: 'The app asks to start other programs',
  detail:
    'Its app.json asks for backend.childProcesses. Programs that it starts can do all that you can on this computer, so ' +
    'it works without them. To allow it, add "allowChildProcesses": true to config.json in Bloby’s folder and restart Bloby.',
}

export function createApp(deps: AppDeps): App {
  const { workspace, ports, ledger, clock, log } = deps
  const events = createSignal<AppEvent>()
  const problems = new Map<string, Problem>()
  const tails = {
    backend: createLogTail(deps.logs, 'backend.log'),
    vite: createLogTail(deps.logs, 'vite.log'),
    packages: createLogTail(deps.logs, 'packages.log'),
  }
  const manifest = createAppManifest(workspace)
  const packages = createPackages({ workspace, template: deps.template, tail: tails.packages, ledger })
  const proxyKey = randomBytes(32).toString('base64url')
  let sandbox = noSandbox
  const backend = createBackend({
    workspace,
    sandbox: () => sandbox,
    port: ports.backend,
    tail: tails.backend,
    ledger,
    clock,
    proxyKey,
    hasChildProcesses: () => deps.allowsChildProcesses && asksForChildProcesses(),
  })
  const draft = createDraft({
    workspace,
    sandbox: () => sandbox,
    port: ports.vite,
    tail: tails.vite,
    ledger,
    clock,
  })
  let step: string | undefined = 'Getting ready'
  let updates = 0

  const draftEvents = createDraftEvents({
    workspace,
    port: ports.vite,
    clock,
    on: {
      updated: (paths) => {
        updates += 1
        events.emit({ type: 'app:hmr-update', paths })
        // The dev server may notice a change after we have asked it: what it answered then was about the file as it was.
        recheckClient()
      },
      failed: (problem) => {
        if (isDeepStrictEqual(problem, problems.get('client'))) return
        setProblem('client', problem)
        events.emit({ type: 'app:build-error', problem })
      },
    },
  })
  const preparation = createPreparation({
    home: deps.home,
    workspace,
    packages,
    processes: [backend, draft],
    lastLines: () => tails.packages.last(shownLines),
    log,
    setStep,
    setProblem,
    setSandbox: (found) => {
      sandbox = found
    },
  })
  const watch = createWatch({
    workspace,
    clock,
    log,
    on: {
      backend: () => {
        events.emit({ type: 'app:rebuilding', what: 'backend' })
        void backend.restart()
      },
      client: (paths) => {
        changedClient = paths
        recheckClient()
      },
      build: () => void draft.restart(),
      settings: readSettings,
      packages: () => {
        if (!packages.isInstalled()) void preparation.prepare()
      },
    },
  })

  backend.onState((state) => {
    if (state.status === 'running') {
      setProblem('backend')
      events.emit({ type: 'app:rebuilt', what: 'backend' })
    }
    if (state.status === 'failed') reportFailure(backend, 'The backend stopped')
    emitState()
  })
  draft.onState((state) => {
    if (state.status === 'running') {
      setProblem('vite')
      setProblem('client')
      step = undefined
      draftEvents.connect()
    }
    if (state.status === 'failed') {
      step = undefined
      reportFailure(draft, 'The dashboard’s dev server stopped')
    }
    emitState()
  })

  function emitState() {
    events.emit(stateOf())
  }
  function stateOf(): AppState {
    return {
      type: 'app:state',
      processes: [backend, draft].map(({ state }) => {
        const { name, status, restarts } = state()
        return { name, status, restarts }
      }),
      isReady: draft.state().status === 'running',
      ...(step !== undefined && { step }),
      problems: [...problems.values()],
    }
  }
  function setProblem(id: string, problem?: Problem) {
    const isChanged = problem === undefined ? problems.delete(id) : problems.set(id, problem) !== undefined
    if (isChanged) emitState()
  }
  function setStep(next: string | undefined) {
    if (step === next) return
    step = next
    emitState()
  }
  function reportFailure(process: ManagedProcess, title: string) {
    const problem: Problem = {
      id: process.name,
      title,
      detail: 'It was restarted three times and did not stay up. Its last lines:',
      lines: process.lastLines(shownLines),
      restart: process.name,
    }
    log.warn({ process: process.name }, title)
    setProblem(process.name, problem)
    events.emit({ type: 'app:build-error', problem })
  }
  function readSettings() {
    const found = manifest.reload()
    for (const id of problems.keys()) if (id.startsWith('file:')) setProblem(id)
    for (const problem of found) setProblem(problem.id, problem)
    const isRefused = asksForChildProcesses() && !deps.allowsChildProcesses
    setProblem('child-processes', isRefused ? childProcessesProblem : undefined)
  }
  function asksForChildProcesses(): boolean {
    return manifest.current.backend.childProcesses ?? false
  }

  /** Broken files that were mended elsewhere (by a restore, say) are asked for again too, until all of them build. */
  const broken = new Set<string>()
  /** What was changed last, and the check that runs: one at a time, so that an older answer is not taken for a newer one. */
  let changedClient: string[] = []
  let lastCheck = Promise.resolve()
  function recheckClient() {
    const paths = changedClient
    if (paths.length > 0) lastCheck = lastCheck.then(() => checkClient(paths))
  }
  async function checkClient(paths: string[]) {
    if (draft.state().status !== 'running') return
    const files = [...new Set([...broken, ...paths])].filter((path) => existsSync(join(workspace, path)))
    try {
      const result = await draftEvents.check(files)
      broken.clear()
      if (result === 'failed') for (const path of files) broken.add(path)
      else if (problems.has('client')) {
        setProblem('client')
        events.emit({ type: 'app:rebuilt', what: 'client' })
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'The dev server could not be asked whether the client builds')
    }
  }

  return {
    name: 'app',
    async start() {
      if (createWorkspace(deps.template, workspace)) log.info({ workspace }, 'The workspace was created')
      readSettings()
      // The chat does not wait for the app.
      void preparation.prepare()
      await watch.start()
    },
    async stop() {
      preparation.stop()
      await Promise.all([watch.stop(), draftEvents.stop(), backend.stop(), draft.stop()])
      await Promise.all(Object.values(tails).map((tail) => tail.close()))
    },
    state: stateOf,
    processes: () => [backend.state(), draft.state()],
    onEvent: events.on,
    setProblem,
    async restart(name) {
      const process = [backend, draft].find((each) => each.name === name)
      if (process === undefined && name !== 'packages')
        throw new AppError('not-found', `There is no process named ${name}.`)
      if (process === undefined || !packages.isInstalled()) void preparation.prepare()
      else await process.restart()
    },
    installPackages: (change, { signal }) => preparation.changePackages(change, signal),
    logs(name, count) {
      const tail = Object.entries(tails).find(([key]) => key === name)?.[1]
      if (tail === undefined) throw new AppError('not-found', `There is no log named ${name}.`)
      return tail.last(count)
    },
    updates: () => updates,
    ownName() {
      // Asked right after a rename, before the watcher has noticed it.
      manifest.reload()
      return manifest.current.name
    },
    icon: manifest.icon,
    isPublic: manifest.isPublic,
    sandbox: () => sandbox.kind,
    backendHeaders: () => ({ 'bloby-proxy-key': proxyKey }),
  }
}
