import type { Problem } from '../protocol/chat.ts'
import { AppError, toAppError } from '../system/errors.ts'
import type { Log } from '../system/log.ts'
import type { Service } from '../system/service.ts'
import { type InstalledPackage, installedVersions, type PackageChange } from './manifest-change.ts'
import { findOutwardLink } from './outward-link.ts'
import type { Packages } from './packages.ts'
import { findSandbox, type Sandbox } from './sandbox.ts'

export interface Preparation {
  /** Brings the app up: packages, then processes. What goes wrong becomes a problem with a retry. */
  prepare(): Promise<void>
  /**
   * Changes the packages, then brings the app up with them; gives what is installed of what was added. Rejects in words, with
   * package.json, the lockfile and the packages as they were. An aborted `signal` does the same.
   */
  changePackages(change: PackageChange, signal: AbortSignal): Promise<InstalledPackage[]>
  stop(): void
}

/** Gets the app ready to run; one thing at a time, and whoever asks meanwhile waits for the one that runs. */
export function createPreparation(deps: {
  home: string
  workspace: string
  packages: Packages
  processes: readonly Service[]
  lastLines: () => string[]
  log: Log
  setStep: (step: string | undefined) => void
  setProblem: (id: string, problem?: Problem) => void
  /** Told before the processes start. */
  setSandbox: (sandbox: Sandbox) => void
}): Preparation {
  const { home, workspace, packages, processes, log, setStep, setProblem } = deps
  let isStopping = false
  let running: Promise<void> | undefined

  async function refuseOutwardLinks() {
    const link = await findOutwardLink(workspace)
    if (link !== undefined)
      throw new AppError(
        'unavailable',
        `${link} in the app’s folder is a link that leads out of it. Remove it, then try again.`,
      )
  }

  async function bringUp() {
    setProblem('packages')
    if (!packages.isInstalled()) {
      await Promise.all(processes.map((process) => process.stop()))
      setStep('Installing the app’s packages')
      log.info('Installing the app’s packages')
      // npm would follow such a link, and clear what it leads to.
      await refuseOutwardLinks()
      await packages.install((share) =>
        setStep(`Installing the app’s packages: ${Math.floor(share * 100)} %`),
      )
      log.info('The app’s packages are installed')
    }
    await refuseOutwardLinks()
    if (isStopping) return
    setStep('Starting the app')
    deps.setSandbox(await findSandbox({ home, workspace }))
    await Promise.all(processes.map((process) => process.start()))
  }

  async function bringUpOrReport() {
    try {
      await bringUp()
    } catch (error) {
      if (isStopping) return
      const { message } = toAppError(error)
      setStep(undefined)
      log.warn({ error: String(error) }, message)
      setProblem('packages', {
        id: 'packages',
        title: 'The app could not be prepared',
        detail: message,
        lines: deps.lastLines(),
        restart: 'packages',
      })
    }
  }

  async function change(wanted: PackageChange, signal: AbortSignal): Promise<InstalledPackage[]> {
    const stop = () => packages.stop()
    signal.throwIfAborted()
    signal.addEventListener('abort', stop)
    try {
      await refuseOutwardLinks()
      const putBack = await packages.request(wanted)
      try {
        signal.throwIfAborted()
        await bringUp()
      } catch (error) {
        putBack()
        signal.removeEventListener('abort', stop)
        if (!isStopping) await bringUpOrReport()
        throw error
      }
      return installedVersions(workspace, wanted.add)
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  function inTurn(next: Promise<void>): Promise<void> {
    running = next.finally(() => {
      running = undefined
    })
    return running
  }

  return {
    prepare: () => running ?? inTurn(bringUpOrReport()),
    async changePackages(wanted, signal) {
      while (running !== undefined) await running
      const changing = change(wanted, signal)
      // What the watcher asks for because of it waits for it, and then finds nothing to do. Of an error the caller is told.
      void inTurn(
        changing.then(
          () => {},
          () => {},
        ),
      )
      return await changing
    },
    stop() {
      isStopping = true
      packages.stop()
    },
  }
}
