export interface Frontmatter {
  /** The top-level fields by name, with what stands after the colon and below it, as it is written. */
  fields: Map<string, string>
  body: string
}

/**
 * Reads the YAML block at the head of a skill so far as we need it: top-level fields, and one-line or block texts as their values. Not a
 * YAML parser: what we keep of it is written anew, never passed on.
 */
export function readFrontmatter(text: string): Frontmatter {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const block = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(plain)
  const fields = new Map<string, string>()
  if (!block) return { fields, body: plain }
  let current: string | undefined
  for (const line of (block[1] ?? '').split('\n')) {
    const field = /^(?:"([^"]+)"|'([^']+)'|([^\s#:"'][^:]*?))\s*:(?:\s+(.*)|)$/.exec(line)
    if (field) {
      current = (field[1] ?? field[2] ?? field[3] ?? '').toLowerCase()
      fields.set(current, field[4] ?? '')
    } else if (current !== undefined && line.trim() !== '')
      fields.set(current, `${fields.get(current)}\n${line}`)
  }
  return { fields, body: plain.slice(block[0].length) }
}

/** A text value: plain, quoted, or a block (`|`, `>`), as one line. */
export function textValue(written: string | undefined): string {
  const [first = '', ...rest] = (written ?? '').split('\n')
  const lines = /^[|>][+-]?\d*\s*$/.test(first) ? rest : [first, ...rest]
  const text = lines
    .map((line) => line.trim())
    .join(' ')
    .trim()
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(text)
  return quoted ? (quoted[1] ?? quoted[2] ?? '').replace(/\\"/g, '"').replace(/''/g, "'") : text
}
