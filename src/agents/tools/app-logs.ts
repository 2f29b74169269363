import * as v from 'valibot'
import { cappedText } from './capped-text.ts'
import type { Tool } from './tool.ts'

export const logNames = ['backend', 'vite', 'packages', 'bloby'] as const
export type LogName = (typeof logNames)[number]

const input = v.object({
  name: v.pipe(
    v.picklist(logNames),
    v.description(
      'backend: what the app’s backend printed. vite: the dashboard’s dev server, with build errors. ' +
        'packages: the last installation. bloby: Bloby itself',
    ),
  ),
  lines: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(500),
      v.description('How many of the last lines; 80 unless told'),
    ),
  ),
})

const mostCharacters = 16_000

/** The last lines of one of the logs. */
export function createAppLogs(deps: {
  logs: (name: LogName, count: number) => string[] | Promise<string[]>
}): Tool<typeof input> {
  return {
    name: 'app_logs',
    description:
      'Gives the last lines of a log of the app or of Bloby. Use it when the app does not do what it should, and after you ' +
      'changed the backend, to see whether it came up.',
    kind: 'read',
    input,
    title: ({ name }) => `Read the ${name} log`,
    async run({ name, lines = 80 }) {
      const found = await deps.logs(name, lines)
      if (found.length === 0) return `The ${name} log is empty.`
      return cappedText(found.join('\n'), mostCharacters, 'end')
    },
  }
}
