import { statSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError, codeOf } from '../../../system/errors.ts'
import { jsonFaultInWords, parseJson } from '../../../system/parse-json.ts'
import { readTextInside } from '../../../system/read-inside.ts'
import { writeFileAtomically } from '../../../system/write-file.ts'

/** A job as its file has it: what is not ours in it, and what may be wrong with it, is kept. */
export type StoredJob = Record<string, unknown>

const mostBytes = 256 * 1024
const clockTime = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time as HH:MM'))
const pulse = v.looseObject({
  enabled: v.optional(v.boolean(), true),
  intervalMinutes: v.optional(v.pipe(v.number(), v.minValue(1)), 30),
  quietHours: v.nullish(v.looseObject({ start: clockTime, end: clockTime })),
})
export type Pulse = v.InferOutput<typeof pulse>

/**
 * CRONS.json and PULSE.json of a workspace. A file that is not there is empty. Reading one that is broken throws `conflict` with its
 * name and line; so nothing is written over it. Writing is whole or not at all.
 */
export function createScheduleFiles(workspace: string) {
  return {
    readJobs: (): Promise<StoredJob[]> =>
      read(
        workspace,
        'CRONS.json',
        v.array(v.record(v.string(), v.unknown()), 'It must be a list of jobs'),
        [],
      ),
    writeJobs: (jobs: readonly StoredJob[]) => write(workspace, 'CRONS.json', jobs),
    readPulse: (): Promise<Pulse> => read(workspace, 'PULSE.json', pulse, {}),
    writePulse: (changed: Pulse) => write(workspace, 'PULSE.json', changed),
  }
}

async function read<Schema extends v.GenericSchema>(
  workspace: string,
  name: string,
  schema: Schema,
  empty: unknown,
): Promise<v.InferOutput<Schema>> {
  const file = readTextInside(workspace, name, { maxBytes: mostBytes, followsLinks: true })
  const isEmpty = file === undefined || file.text.trim() === ''
  const json = isEmpty ? { value: empty } : parseJson(file.text)
  if ('fault' in json)
    throw new AppError(
      'conflict',
      `${name} is not valid JSON: ${jsonFaultInWords(json.fault)}. Nothing was changed. Mend the file first.`,
    )
  const result = v.safeParse(schema, json.value)
  if (result.success) return result.output
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  throw new AppError(
    'conflict',
    `${name} is not as it should be: ${path === null ? '' : `${path}: `}${issue.message}. Nothing was changed. Mend the file first.`,
  )
}

function write(workspace: string, name: string, content: unknown): void {
  const path = join(workspace, name)
  writeFileAtomically(path, `${JSON.stringify(content, null, 2)}\n`, modeOf(path))
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode & 0o777
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0o644
    throw error
  }
}
