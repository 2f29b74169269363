import { parseArgs } from 'node:util'
import type { EngineState } from '../../protocol/chat.ts'
import { AppError } from '../../system/errors.ts'
import { pathsOf } from '../../system/paths.ts'
import type { Command } from '../command.ts'
import { createEngineProgress } from '../engines/engine-progress.ts'
import { type EngineSource, findEngineSource } from '../engines/engine-source.ts'

export const engine: Command = {
  name: 'engine',
  summary: 'installs the program of an AI engine, and says which are there',
  usage: [
    'bloby engine install <name>',
    'bloby engine status [--json]',
    '',
    'Engines: claude (for Anthropic, Ollama and compatible servers; downloads 0.2 GB, takes 0.4 GB).',
    'Bloby installs an engine by itself when it is first needed; this is for doing it before.',
  ].join('\n'),
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    })
    const [task, name, ...rest] = positionals
    const source = findEngineSource(pathsOf(process.env))
    if (task === 'status' && name === undefined) return await showEngines(source, values.json === true)
    if (task === 'install' && name !== undefined && rest.length === 0 && !values.json)
      return await install(source, name)
    throw new AppError('invalid', 'This command installs an engine by its name, or says how engines are.')
  },
}

async function showEngines(source: EngineSource, isJson: boolean): Promise<number> {
  const engines = await source.list()
  process.stdout.write(isJson ? `${JSON.stringify({ engines })}\n` : `${engines.map(describe).join('\n')}\n`)
  return engines.some(({ status }) => status === 'failed') ? 1 : 0
}

function describe({ name, version, status, share = 0, error }: EngineState): string {
  const words = {
    missing: 'not installed',
    installing: `installing, ${Math.floor(share * 100)} %`,
    ready: 'installed',
    failed: `not installed: ${error ?? 'it failed'}`,
  }
  return `  ${name.padEnd(10)}${version.padEnd(12)}${words[status]}`
}

async function install(source: EngineSource, name: string): Promise<number> {
  const names = (await source.list()).map((each) => each.name)
  if (!names.includes(name))
    throw new AppError('invalid', `There is no engine named ${name}. There is: ${names.join(', ')}.`)
  const stopped = new AbortController()
  const stop = () => stopped.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, stop)
  const progress = createEngineProgress(process.stdout)
  try {
    return tellEnd(await source.install(name, progress.show, stopped.signal).finally(progress.end))
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}

function tellEnd({ name, version, status, error }: EngineState): number {
  if (status === 'ready') {
    process.stdout.write(`The ${name} engine ${version} is installed.\n`)
    return 0
  }
  const words = {
    installing: `Bloby goes on installing the ${name} engine; bloby engine status tells how far it is.`,
    missing: `Stopped. The ${name} engine is not installed; what was downloaded whole is kept for the next time.`,
    failed: error ?? `The ${name} engine could not be installed.`,
  }
  process.stderr.write(`${words[status]}\n`)
  return 1
}
