import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { codeOf } from '../../system/errors.ts'
import { writeFileAtomically } from '../../system/write-file.ts'

/** Something that would run code outside the fence, for the owner to allow or not. */
export interface TrustItem {
  /** Of its whole content: whatever changes in it makes it another item. */
  hash: string
  name: string
  title: string
  detail: string
}

export type TrustDecision = 'allow' | 'deny'

/** What the owner decided. It is kept outside the workspace, where the agent cannot write. */
export interface TrustList {
  decisionOf(hash: string): TrustDecision | undefined
  decide(item: Pick<TrustItem, 'hash' | 'name'>, decision: TrustDecision): void
}

const entries = v.array(
  v.object({ hash: v.string(), name: v.string(), decision: v.picklist(['allow', 'deny']), at: v.number() }),
)

/**
 * The owner's decisions in a file of the home: `[{hash, name, decision, at}]`, `at` in ms since 1970. A file that cannot be read or
 * understood counts as empty, so that everything is asked again.
 */
export function createTrustFile(path: string, now: () => number): TrustList {
  function read(): v.InferOutput<typeof entries> {
    try {
      const parsed = v.safeParse(entries, JSON.parse(readFileSync(path, 'utf8')))
      return parsed.success ? parsed.output : []
    } catch (error) {
      if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return []
      throw error
    }
  }
  return {
    decisionOf: (hash) => read().find((entry) => entry.hash === hash)?.decision,
    decide({ hash, name }, decision) {
      const others = read().filter((entry) => entry.hash !== hash)
      const all = [...others, { hash, name, decision, at: now() }]
      writeFileAtomically(path, `${JSON.stringify(all, null, 2)}\n`)
    },
  }
}

/** SHA-256 of some values; objects by their JSON, so build them in one order. */
export function hashOf(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex')
}

/** Someone else's words as they really are: what is invisible or turns the direction of text is written out. */
export function plainWords(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\u{${code.toString(16)}}`
  })
}
