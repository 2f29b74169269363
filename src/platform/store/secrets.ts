import { chmodSync, readFileSync, renameSync } from 'node:fs'
import * as v from 'valibot'
import { AppError, codeOf, messageOf } from '../../system/errors.ts'
import { writeFileAtomically } from '../../system/write-file.ts'

/** The providers that know their owner by a key; and what the codes of the owner's authenticator app are made from. `voice`: speech to text. */
export type KeyName = 'anthropic' | 'compatible' | 'totp' | 'voice'

/** What may be shown of a key: of a short one, four characters would be too much. */
export interface KeyView {
  isSet: boolean
  lastFour?: string
}

const fileSchema = v.record(v.string(), v.object({ key: v.string(), server: v.string() }))
const shortestToShow = 12

export interface Secrets {
  /** The key, when it was given for this server: no key is ever sent to another one. */
  get(name: KeyName, server: string): string | undefined
  /** Keeps a key for one server; undefined forgets it. @throws AppError `unavailable` with nothing changed */
  set(name: KeyName, key: string | undefined, server: string): void
  view(name: KeyName, server: string): KeyView
  /** Why the file could not be used, and where it was put aside. */
  readonly problem: string | undefined
}

/**
 * The owner's keys, in `secrets.json`, which only the owner's user may read. A damaged file is kept aside, so that nothing is
 * lost that can be repaired by hand.
 */
export function openSecrets(path: string, now: number): Secrets {
  let { entries, problem } = load(path, now)

  const get = (name: KeyName, server: string): string | undefined => {
    const entry = entries[name]
    return entry?.server === server ? entry.key : undefined
  }
  return {
    get,
    set(name, key, server) {
      const { [name]: _, ...others } = entries
      const next = key === undefined ? others : { ...others, [name]: { key, server } }
      try {
        writeFileAtomically(path, `${JSON.stringify(next, null, 2)}\n`)
      } catch (error) {
        throw new AppError('unavailable', `The key could not be saved: ${messageOf(error)}`, { cause: error })
      }
      entries = next
    },
    view(name, server) {
      const key = get(name, server)
      if (key === undefined) return { isSet: false }
      return { isSet: true, ...(key.length >= shortestToShow && { lastFour: key.slice(-4) }) }
    },
    problem,
  }
}

function load(
  path: string,
  now: number,
): { entries: v.InferOutput<typeof fileSchema>; problem: string | undefined } {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
    // A copy brought back from a backup may be readable by all.
    chmodSync(path, 0o600)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { entries: {}, problem: undefined }
    throw new AppError('unavailable', `${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
  const entries = parse(text)
  if (entries !== undefined) return { entries, problem: undefined }
  const aside = `${path}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
  renameSync(path, aside)
  return {
    entries: {},
    problem: `secrets.json was damaged and is kept as ${aside}. Give your API key again in the settings.`,
  }
}

/** Says nothing of what is wrong, since the words of a parser repeat what stands there. */
function parse(text: string): v.InferOutput<typeof fileSchema> | undefined {
  try {
    const json: unknown = JSON.parse(text)
    const result = v.safeParse(fileSchema, json)
    return result.success && !Array.isArray(json) ? result.output : undefined
  } catch {
    return undefined
  }
}
