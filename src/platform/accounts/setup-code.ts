import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { codeOf } from '../../system/errors.ts'
import { writeFileAtomically } from '../../system/write-file.ts'

export type SetupCode = ReturnType<typeof createSetupCode>

/**
 * The one-time code that makes whoever has it the owner: 128 random bits in a file that only the owner of this computer's
 * account can read. The file is the only place: deleting it and starting again gives a new code, at once.
 */
export function createSetupCode({ path }: { path: string }) {
  function read(): string | undefined {
    try {
      const code = readFileSync(path, 'utf8').trim()
      return /^[A-Za-z0-9_-]{22,}$/.test(code) ? code : undefined
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
  }

  return {
    /** The code as it is, so that a link that was printed before a restart still works; a new one when there is none. */
    ensure(): string {
      const known = read()
      if (known !== undefined) return known
      const code = randomBytes(16).toString('base64url')
      writeFileAtomically(path, `${code}\n`)
      return code
    },

    matches(code: string): boolean {
      const expected = read()
      return expected !== undefined && timingSafeEqual(digest(code), digest(expected))
    },

    discard(): void {
      rmSync(path, { force: true })
    },
  }
}

/** `timingSafeEqual` wants equal lengths. */
function digest(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
