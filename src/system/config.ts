import { readFileSync, renameSync } from 'node:fs'
import * as v from 'valibot'
import { AppError, codeOf, messageOf } from './errors.ts'

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_531))

const configSchema = v.strictObject({
  /** The platform's port; the others follow from it (`portsFrom`). */
  port: v.optional(port, 3000),
  /** The address that both origins are bound to; `0.0.0.0` opens them to the LAN. */
  host: v.optional(v.pipe(v.string(), v.minLength(1)), '127.0.0.1'),
  /** Further host names, without port, that requests may be addressed to. */
  allowedHosts: v.optional(v.array(v.string()), []),
  /** Whether the app's backend may start other programs, which can do all that the owner can; `app.json` must ask for it too. */
  allowChildProcesses: v.optional(v.boolean(), false),
})
export type Config = v.InferOutput<typeof configSchema>

export interface LoadedConfig {
  config: Config
  /** Why the file could not be used, and where it was put aside. */
  problem?: string
}

/**
 * Reads `config.json`; a missing file means defaults. A damaged one is kept aside as `config.json.damaged-<time>`, so that
 * nothing the owner wrote is lost, and the defaults are used.
 */
export function loadConfig(path: string, now: number): LoadedConfig {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { config: v.parse(configSchema, {}) }
    throw new AppError('unavailable', `${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
  try {
    return { config: parseConfig(text) }
  } catch (error) {
    const aside = `${path}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
    renameSync(path, aside)
    const problem = `config.json was damaged (${messageOf(error)}). It is kept as ${aside}; the defaults are in force.`
    return { config: v.parse(configSchema, {}), problem }
  }
}

/** A port that the owner named on the command line. Throws `invalid` with what is allowed. */
export function parsePort(text: string): number {
  const result = v.safeParse(port, Number(text))
  if (!result.success)
    throw new AppError('invalid', `--port ${text}: a port is a whole number from 1 to 65531.`)
  return result.output
}

function parseConfig(text: string): Config {
  const json: unknown = JSON.parse(text)
  if (Array.isArray(json)) throw new Error('the file: must be an object')
  const result = v.safeParse(configSchema, json)
  if (result.success) return result.output
  const issue = result.issues[0]
  throw new Error(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`)
}
