/** Comments, templates, strings and regular expressions: everything in which a quote does not begin a string. */
const tokens =
  /\/\/.*|\/\*[\s\S]*?\*\/|`(?:\\[\s\S]|[^`\\])*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=[(,=:[!&|?{};]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\//g

/** What a string or a template follows when it names a module. */
const beforeSpecifier = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*$/

/** A dynamic import whose module is known only when it runs. */
export const computedImport = '(computed)'

/**
 * All modules that a TypeScript source names: static and dynamic imports, type imports, re-exports and `require`, in the order of the
 * text. What stands in comments and strings is left out. A computed one is given as `computedImport`.
 */
export function scanImports(source: string): string[] {
  const specifiers: string[] = []
  let code = ''
  let end = 0
  for (const match of source.matchAll(tokens)) {
    code += source.slice(end, match.index)
    end = match.index + match[0].length
    const token = match[0]
    if (!/^['"`]/.test(token)) code += ' '
    else if (beforeSpecifier.test(code) && !token.includes('${')) {
      specifiers.push(token.slice(1, -1))
      code += '"" '
    } else code += token.startsWith('`') ? 'template ' : '"" '
  }
  code += source.slice(end)
  const computed = code.match(/(?<!\.)\bimport\s*\(\s*(?!""|\s)/g) ?? []
  return [...specifiers, ...computed.map(() => computedImport)]
}
