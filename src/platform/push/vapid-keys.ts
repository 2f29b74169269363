import { chmodSync, readFileSync, renameSync } from 'node:fs'
import * as v from 'valibot'
import webPush from 'web-push'
import { AppError, codeOf, messageOf } from '../../system/errors.ts'
import { writeFileAtomically } from '../../system/write-file.ts'

const keysSchema = v.object({
  publicKey: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{87}$/)),
  privateKey: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
})
/** A key pair of P-256 in base64url (RFC 8292). Browsers subscribe to the public half; the private one never leaves the home. */
export type VapidKeys = v.InferOutput<typeof keysSchema>

/**
 * The keys by which push services know this installation, from `path`, which only the owner's user may read; made when there are none.
 * A damaged file is kept aside: `problem` says where. Devices notice the new key when they are opened next, and subscribe again.
 *
 * @throws AppError `unavailable` when the file can be neither read nor written
 */
export function openVapidKeys(path: string, now: number): { keys: VapidKeys; problem: string | undefined } {
  try {
    const text = read(path)
    const known = text === undefined ? undefined : parse(text)
    if (known !== undefined) return { keys: known, problem: undefined }
    const problem = text === undefined ? undefined : putAside(path, now)
    const keys = webPush.generateVAPIDKeys()
    writeFileAtomically(path, `${JSON.stringify(keys, null, 2)}\n`)
    return { keys, problem }
  } catch (error) {
    throw new AppError('unavailable', `The key for notifications, ${path}, failed: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function read(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    // A copy brought back from a backup may be readable by all.
    chmodSync(path, 0o600)
    return text
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Says nothing of what is wrong, since the words of a parser repeat what stands there. */
function parse(text: string): VapidKeys | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), keysSchema), text)
  return result.success ? result.output : undefined
}

function putAside(path: string, now: number): string {
  const aside = `${path}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
  renameSync(path, aside)
  return `vapid.json was damaged and is kept as ${aside}. Notifications reach a device again once Bloby was opened on it.`
}
