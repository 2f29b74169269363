import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../system/clock.ts'
import { AppError, messageOf } from '../../system/errors.ts'
import { type FileLock, tryLock } from '../../system/file-lock.ts'
import { createProcessLedger, type ProcessLedger } from '../../system/process-ledger.ts'
import type { Engine } from './engine.ts'
import { folderSize } from './folder-size.ts'
import { isInstalled, markInstalled } from './installation.ts'
import { writePlatformManifest } from './platform-manifest.ts'
import { runNpm } from './run-npm.ts'

const pollMs = 500
/** Beyond what an engine takes up, so that a full disk is not what an installation leaves. */
const spareBytes = 300_000_000
/** A connection that gives nothing for so long is dead, and npm would wait for it. */
const stallMs = 180_000

export interface Installation {
  engine: Engine
  enginesDir: string
  clock: Clock
  signal: AbortSignal
  ledger?: Pick<ProcessLedger, 'add' | 'remove'>
  write(text: string): void
  /** From 0 to below 1, growing. */
  onShare(share: number): void
}

/**
 * Installs an engine into `enginesDir/<name>@<version>` and gives that folder. Waits while another process installs. Rejects with
 * `AppError` `unavailable` in words, or with the signal's reason. An installation that was cut off leaves what it fetched to the next.
 */
export async function installEngine(installation: Installation): Promise<string> {
  const { engine, enginesDir, clock, signal, write, onShare } = installation
  const folder = join(enginesDir, `${engine.name}@${engine.version}`)
  const partial = join(enginesDir, `.${engine.name}@${engine.version}.partial`)
  const cache = join(enginesDir, '.cache')
  const { here } = engine
  if (here === undefined)
    throw new AppError(
      'unavailable',
      `The ${engine.name} engine has no program for this kind of computer (${process.platform}, ${process.arch}). Choose another provider.`,
    )
  await mkdir(enginesDir, { recursive: true, mode: 0o700 })
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const stopWatching = watchProgress(
    { clock, totalBytes: engine.downloadBytes + engine.unpackedBytes, folders: [cache, partial] },
    {
      onShare,
      onStall: () => failed.abort(new AppError('unavailable', stalled)),
    },
  )
  let lock: FileLock | undefined
  try {
    lock = await waitForLock(join(enginesDir, '.lock.db'), clock, signal)
    if (isInstalled(folder, here)) return folder
    const children = createProcessLedger(join(enginesDir, '.children'))
    // Of an installer that was killed: it would write into the same folder.
    children.endLeftovers()
    await checkSpace(enginesDir, engine)
    await rm(partial, { recursive: true, force: true })
    // Halves of downloads, which npm does not go on with.
    await rm(join(cache, '_cacache', 'tmp'), { recursive: true, force: true })
    await mkdir(partial, { mode: 0o700 })
    writePlatformManifest(engine.manifest, here.packages, partial)
    const ledgers = [children, ...(installation.ledger === undefined ? [] : [installation.ledger])]
    await runNpm({ folder: partial, cache, signal: either, ledgers, write })
    stopWatching()
    await engine.check(partial, signal)
    signal.throwIfAborted()
    markInstalled(partial, here)
    await rm(folder, { recursive: true, force: true })
    await rename(partial, folder)
    await clean(enginesDir, engine, write)
    return folder
  } finally {
    stopWatching()
    lock?.release()
  }
}

const stalled =
  'The download of the engine has stopped: nothing came for three minutes. Check this computer’s internet connection, then try again.'

async function waitForLock(path: string, clock: Clock, signal: AbortSignal): Promise<FileLock> {
  for (;;) {
    signal.throwIfAborted()
    const lock = tryLock(path)
    if (lock !== undefined) return lock
    await new Promise<void>((resolve) => clock.after(pollMs, resolve))
  }
}

async function checkSpace(enginesDir: string, engine: Engine): Promise<void> {
  const { bavail, bsize } = await statfs(enginesDir)
  const neededBytes = engine.downloadBytes + engine.unpackedBytes + spareBytes
  if (bavail * bsize < neededBytes)
    throw new AppError(
      'unavailable',
      `The ${engine.name} engine needs ${inMegabytes(neededBytes)} of free disk space while it is installed, and there are ${inMegabytes(bavail * bsize)}. Free some space on this computer, then try again.`,
    )
}

function inMegabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000)} MB`
}

/** Takes away the downloads and the engine's other versions. What cannot be removed, as it is in use, is no reason to fail. */
async function clean(enginesDir: string, { name, version }: Engine, write: (text: string) => void) {
  const isOld = (entry: string) =>
    (entry.startsWith(`${name}@`) && entry !== `${name}@${version}`) || entry.startsWith(`.${name}@`)
  try {
    for (const entry of await readdir(enginesDir))
      if (isOld(entry) || entry === '.cache')
        await rm(join(enginesDir, entry), { recursive: true, force: true })
  } catch (error) {
    write(`Not all of an earlier version could be removed: ${messageOf(error)}\n`)
  }
}

/** Measures the folders while npm fills them, whoever runs it. Gives what ends that. */
function watchProgress(
  what: { clock: Clock; totalBytes: number; folders: readonly string[] },
  on: { onShare(share: number): void; onStall(): void },
): () => void {
  const { clock, totalBytes, folders } = what
  let isWatching = true
  let share = 0
  let lastBytes = -1
  let lastChange = clock.now()
  let cancel = clock.after(pollMs, poll)

  function poll() {
    void measure().then(() => {
      if (isWatching) cancel = clock.after(pollMs, poll)
    })
  }
  async function measure() {
    const sizes = await Promise.all(folders.map(folderSize))
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    if (!isWatching) return
    if (bytes !== lastBytes) lastChange = clock.now()
    else if (clock.now() - lastChange > stallMs) on.onStall()
    lastBytes = bytes
    const now = Math.min(0.99, Math.floor((bytes / totalBytes) * 100) / 100)
    if (now <= share) return
    share = now
    on.onShare(share)
  }
  return () => {
    isWatching = false
    cancel()
  }
}
