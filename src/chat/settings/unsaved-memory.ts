import * as v from 'valibot'

const unsavedText = v.object({ text: v.string(), version: v.string() })
/** A text that was changed and not saved, and the version that it was made from. */
export type UnsavedText = v.InferOutput<typeof unsavedText>

const keyOf = (name: string) => `bloby_memory:${name}`

/** What was typed into a memory file and not saved, kept as long as the tab is: a sheet is closed by a slip of the finger. */
export function readUnsaved(name: string): UnsavedText | null {
  try {
    const result = v.safeParse(unsavedText, JSON.parse(sessionStorage.getItem(keyOf(name)) ?? 'null'))
    return result.success ? result.output : null
  } catch {
    // Storage can be refused; then nothing was kept.
    return null
  }
}

/** null forgets it. */
export function keepUnsaved(name: string, unsaved: UnsavedText | null): void {
  try {
    if (unsaved === null) sessionStorage.removeItem(keyOf(name))
    else sessionStorage.setItem(keyOf(name), JSON.stringify(unsaved))
  } catch {
    // It stays in the field until the sheet is closed.
  }
}
