import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import markdown from 'highlight.js/lib/languages/markdown'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import * as v from 'valibot'
import type { CodePiece } from './highlighter.ts'

const languages = {
  bash,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  markdown,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
}

/** Longer code is mostly data, and would hold up the page. */
const longestCode = 30_000

type TreeNode = string | { scope?: string | undefined; children: TreeNode[] }
const treeNode: v.GenericSchema<TreeNode> = v.union([
  v.string(),
  v.object({ scope: v.optional(v.string()), children: v.array(v.lazy(() => treeNode)) }),
])
/** highlight.js gives its pieces as HTML, which nothing here may become, and as this tree, which its types leave open. */
const emitter = v.object({ rootNode: v.object({ children: v.array(treeNode) }) })

/** Code in pieces of one colour. Undefined for a language that is not known here. */
export function highlight(code: string, language: string): CodePiece[] | undefined {
  for (const [name, definition] of Object.entries(languages))
    if (!hljs.getLanguage(name)) hljs.registerLanguage(name, definition)
  if (code.length > longestCode || !hljs.getLanguage(language)) return undefined
  const tree = v.safeParse(emitter, hljs.highlight(code, { language, ignoreIllegals: true })._emitter)
  if (!tree.success) return undefined
  const pieces: CodePiece[] = []
  collect(tree.output.rootNode.children, undefined, pieces)
  return pieces
}

function collect(nodes: readonly TreeNode[], colour: string | undefined, pieces: CodePiece[]) {
  for (const node of nodes) {
    if (typeof node !== 'string') {
      collect(node.children, colourOf(node.scope) ?? colour, pieces)
      continue
    }
    const last = pieces.at(-1)
    if (last && last.colour === colour) last.text += node
    else pieces.push({ text: node, colour })
  }
}

/** The scopes of highlight.js 11, put together by what they mean to a reader. */
const colours: Readonly<Record<string, string>> = {
  keyword: 'keyword',
  built_in: 'type',
  type: 'type',
  class: 'type',
  literal: 'number',
  number: 'number',
  symbol: 'number',
  string: 'string',
  regexp: 'string',
  char: 'string',
  bullet: 'keyword',
  code: 'string',
  link: 'string',
  subst: 'plain',
  title: 'title',
  section: 'title',
  name: 'keyword',
  tag: 'plain',
  attr: 'type',
  attribute: 'type',
  property: 'type',
  'selector-tag': 'keyword',
  'selector-class': 'title',
  'selector-id': 'title',
  comment: 'comment',
  quote: 'comment',
  doctag: 'comment',
  meta: 'comment',
  addition: 'addition',
  deletion: 'deletion',
}

function colourOf(scope: string | undefined): string | undefined {
  return scope === undefined ? undefined : colours[scope.split('.', 1)[0] ?? '']
}
