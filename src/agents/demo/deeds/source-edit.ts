/** Adds an import after the last one of a source text; undefined when there is none to stand after. */
export function withImport(source: string, line: string): string | undefined {
  const last = [...source.matchAll(/^import .*\n/gm)].at(-1)
  if (!last) return undefined
  const end = last.index + last[0].length
  return `${source.slice(0, end)}${line}\n${source.slice(end)}`
}

/** A text as a string of a source file, in single quotes. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`
}

/** "My 2 lists" → `my-2-lists`; '' when nothing of it can be in a name. */
export function kebab(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}

/** `my-2-lists` → `My2Lists` */
export function pascal(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
