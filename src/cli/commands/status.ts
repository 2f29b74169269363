import { parseArgs } from 'node:util'
import { type SystemAnswer, systemAnswer } from '../../protocol/api.ts'
import { pathsOf } from '../../system/paths.ts'
import { findSupervisor, type RunningSupervisor } from '../../system/running-supervisor.ts'
import { askSupervisor } from '../ask-supervisor.ts'
import type { Command } from '../command.ts'

export const status: Command = {
  name: 'status',
  summary: 'says whether Bloby runs, and how it is',
  usage: 'bloby status [--json]\n\nExits with 1 when Bloby does not run or something is wrong.',
  async run(args) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
    const paths = pathsOf(process.env)
    const running = findSupervisor(paths.run)
    if (running === undefined) {
      process.stdout.write(
        values.json
          ? `${JSON.stringify({ status: 'stopped' })}\n`
          : `Bloby is not running (${paths.home}).\n`,
      )
      return 1
    }
    const system = await askSystem(running)
    process.stdout.write(`${values.json ? JSON.stringify(system) : describeSystem(system)}\n`)
    return system.status === 'ok' ? 0 : 1
  },
}

/** Asks the supervisor that runs on this home how it is. Throws `unavailable` when it does not answer. */
export function askSystem(running: RunningSupervisor): Promise<SystemAnswer> {
  return askSupervisor(running, { method: 'GET', path: '/api/system' }, systemAnswer)
}

/** The state of an installation in words. */
export function describeSystem(system: SystemAnswer): string {
  const processes = system.processes.map(({ name, status: state, restarts, pid, uptimeMs }) => {
    const details = [
      pid !== undefined && `pid ${pid}`,
      uptimeMs !== undefined && `up ${duration(uptimeMs)}`,
      restarts > 0 && `restarted ${restarts} times`,
    ].filter(Boolean)
    return `  ${name.padEnd(10)}${state}${details.length > 0 ? ` (${details.join(', ')})` : ''}`
  })
  const problems = system.problems.map(({ title, detail }) => `  ${title}${detail ? `: ${detail}` : ''}`)
  return [
    `Bloby ${system.version} runs at ${system.address} (pid ${system.pid}, up ${duration(Date.now() - system.startedAt)})`,
    `  home      ${system.home}`,
    `  memory    ${Math.round(system.memoryBytes / 1024 / 1024)} MB`,
    `  sandbox   ${system.sandbox === 'none' ? 'none: install bubblewrap for a fence of the system around the app' : system.sandbox}`,
    `  commands  ${system.commandSandbox === 'none' ? `no sandbox: each command of the agent needs your approval${remedy}` : system.commandSandbox}`,
    ...processes,
    ...(problems.length > 0 ? ['', 'Something is wrong:', ...problems] : []),
  ].join('\n')
}

/** What gives the agent's commands a sandbox on Linux; other systems have one or have none. */
const remedy = process.platform === 'linux' ? '; install bubblewrap and socat' : ''

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return `${Math.floor(ms / 1000)} s`
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`
}
