import type { SystemAnswer } from '../../protocol/api.ts'
import type { EngineState } from '../../protocol/chat.ts'

/**
 * What whoever mends a bug asks for first, in English whatever the page's language. Only what is listed here: no addresses, no folder
 * (it has the owner's name in it), no words of problems (they may have file names in them), nothing of the settings but the provider's name.
 */
export function bugReport({
  system,
  engines,
  browser,
}: {
  system: SystemAnswer
  engines: readonly EngineState[]
  /** `navigator.userAgent` */
  browser: string
}): string {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  const { disk } = system
  return [
    `Bloby ${system.version}`,
    `Node.js ${system.nodeVersion} on ${system.platform ?? 'an unknown system'}`,
    `State: ${system.status}${system.problems.map(({ id }) => `, ${id}`).join('')}`,
    `Sandboxes: app ${system.sandbox}, commands ${system.commandSandbox}`,
    `Provider: ${system.provider}`,
    ...engines.map(({ name, version, status }) => `Engine: ${name} ${version}, ${status}`),
    ...system.processes.map(
      ({ name, status, restarts }) => `Process: ${name}, ${status}, ${restarts} restarts`,
    ),
    `App: ${system.app.isReady ? 'ready' : 'not ready'}`,
    `Memory: ${Math.round(system.memoryBytes / 1e6)} MB, disk: ${gigabytes(disk.freeBytes)} of ${gigabytes(disk.totalBytes)} free`,
    `Browser: ${browser}`,
  ].join('\n')
}
