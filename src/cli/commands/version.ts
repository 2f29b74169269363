import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'
import { packageVersion } from '../package-version.ts'

export const version: Command = {
  name: 'version',
  summary: 'says which version this is',
  usage: 'bloby version [--json]',
  async run(args) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
    const answer = { version: packageVersion(), node: process.versions.node }
    process.stdout.write(
      `${values.json ? JSON.stringify(answer) : `bloby ${answer.version} (Node ${answer.node})`}\n`,
    )
    return 0
  },
}
