import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { computedImport, scanImports } from './scan-imports.ts'

/** Who may import whom, as in ARCHITECTURE.md. A folder may import itself. */
const mayImport: Record<string, readonly string[]> = {
  protocol: [],
  system: ['protocol'],
  proxy: ['system'],
  platform: ['protocol', 'system'],
  agents: ['protocol', 'system'],
  app: ['protocol', 'system', 'proxy'],
  tunnels: ['protocol', 'system', 'proxy'],
  scheduler: ['system', 'platform'],
  turns: ['protocol', 'system', 'platform', 'agents', 'app'],
  supervisor: ['protocol', 'system', 'proxy', 'platform', 'agents', 'app', 'tunnels', 'scheduler', 'turns'],
  relay: ['protocol', 'system', 'proxy'],
  cli: ['protocol', 'system'],
  chat: ['protocol'],
  shell: ['protocol'],
  widget: ['protocol'],
}
const browserFolders = ['protocol', 'chat', 'shell', 'widget']
const maxLines = 350

const root = path.resolve(import.meta.dirname, '..')

/** What is wrong with the imports of one file, `file` being its path from the root of the checkout. */
function wrongImports(file: string, source: string): string[] {
  return scanImports(source).flatMap((specifier) => {
    const reason = file.startsWith('workspace/')
      ? wrongInWorkspace(file, specifier)
      : wrongInSrc(file, specifier)
    return reason === undefined ? [] : [`${file}: ${specifier}: ${reason}`]
  })
}

function wrongInWorkspace(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('/') || /^bloby(\/|$)/.test(specifier)) return 'is outside the workspace'
  if (specifier.startsWith('.') && !resolve(file, specifier).startsWith('workspace/'))
    return 'is outside the workspace'
  return undefined
}

function wrongInSrc(file: string, specifier: string): string | undefined {
  const folder = folderOf(file)
  const allowed = mayImport[folder]
  if (allowed === undefined) return `src/${folder} is not in the table`
  if (specifier === computedImport) return 'cannot be checked'
  if (isBuiltin(specifier))
    return browserFolders.includes(folder) && !runsInNode(file) ? 'is not there in a browser' : undefined
  if (!specifier.startsWith('.') && !specifier.startsWith('/') && !/^bloby(\/|$)/.test(specifier))
    return undefined
  const target = resolve(file, specifier)
  if (isOfTests(target) && !isOfTests(file)) return 'is not in the package'
  if (!target.startsWith('src/')) return 'is outside src'
  const imported = folderOf(target)
  return imported === folder || allowed.includes(imported)
    ? undefined
    : `${folder} may not import ${imported}`
}

function runsInNode(file: string): boolean {
  return isOfTests(file) || /\.config\.ts$/.test(file)
}

/** A test, or what only tests use. Neither is in the package. */
function isOfTests(file: string): boolean {
  return /\.test(-kit)?\.tsx?$/.test(file)
}

function folderOf(file: string): string {
  return file.split('/')[1] ?? ''
}

function resolve(file: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(file), specifier)
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name === 'dist' ? [] : filesIn(file)
    return /\.(ts|tsx|js|mjs|css)$/.test(entry.name) ? [file] : []
  })
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

describe('the import scanner', () => {
  it.each([
    ["import { a } from '../a.ts'", ['../a.ts']],
    ['import type { A } from "../a.ts"', ['../a.ts']],
    ["import {\n  a,\n  b,\n} from './a.ts'\nimport './b.css'", ['./a.ts', './b.css']],
    [
      "export * from './a.ts'\nexport { b } from './b.ts'\nexport type { C } from './c.ts'",
      ['./a.ts', './b.ts', './c.ts'],
    ],
    ["const a = await import('./a.ts')", ['./a.ts']],
    ['const a = await import(`./a.ts`)', ['./a.ts']],
    ["let a: import('./a.ts').A", ['./a.ts']],
    ["const a = require('node:fs')", ['node:fs']],
    ['await import(name)', [computedImport]],
    [`await import(\`./\${name}.ts\`)`, [computedImport]],
    ["await import(/* @vite-ignore */ './a.ts')", ['./a.ts']],
    ["const quotes = text.split(/['\"`]/)\nimport a from './a.ts'", ['./a.ts']],
  ])('finds the modules of %j', (source, found) => {
    expect(scanImports(source)).toEqual(found)
  })

  it.each([
    "// import { a } from '../a.ts'",
    "/* import '../a.ts' */",
    "const text = `import { a } from '../a.ts'`",
    'const text = "import a from \'../a.ts\'"',
    'const here = import.meta.dirname',
    "const from = 'a'",
    'const a = { from: "x" }',
  ])('finds none in %j', (source) => {
    expect(scanImports(source)).toEqual([])
  })
})

describe('the import table', () => {
  it.each([
    ['src/protocol/a.ts', "import { AppError } from '../system/errors.ts'"],
    ['src/proxy/a.ts', "export type { A } from '../protocol/api.ts'"],
    ['src/chat/deep/er/a.tsx', "const a = await import('../../../platform/a.ts')"],
    ['src/cli/commands/a.ts', "import { a } from '../../supervisor/main.ts'"],
    ['src/widget/a.ts', "import { a } from '../shell/a.ts'"],
    ['src/shell/a.ts', "import { join } from 'path'"],
    ['src/protocol/a.ts', "import type { Server } from 'node:http'"],
    ['src/app/a.ts', "import { a } from '../../workspace/backend/index.ts'"],
    ['src/new/a.ts', "import { a } from '../system/a.ts'"],
    ['src/turns/a.ts', 'await import(name)'],
    ['src/turns/a.ts', "import { a } from './fake-a.test-kit.ts'"],
    ['workspace/backend/a.ts', "import { a } from '../../src/system/a.ts'"],
    ['workspace/client/a.tsx', "import { a } from 'bloby/dist/system/a.js'"],
  ])('catches a planted violation: in %s, %s', (file, source) => {
    expect(wrongImports(file, source)).toHaveLength(1)
  })

  it.each([
    [
      'src/turns/a.ts',
      "import { a } from '../agents/agent.ts'\nimport './b.ts'\nimport 'node:fs'\nimport 'undici'",
    ],
    ['src/chat/a.test.ts', "import { readFileSync } from 'node:fs'"],
    ['workspace/client/a.tsx', "import { a } from '../shared/a.ts'\nimport 'react'"],
  ])('lets pass what it allows: in %s, %s', (file, source) => {
    expect(wrongImports(file, source)).toEqual([])
  })
})

describe('the source', () => {
  const shipped = [...filesIn('src'), ...filesIn('workspace')]

  it('imports only what the table allows', () => {
    expect(shipped.flatMap((file) => wrongImports(file, read(file)))).toEqual([])
  })

  it('has file names in kebab-case that say what is in them', () => {
    const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-kit|config|d|pt))?\.\w+$/
    const saysNothing = /(^|-)(utils?|common|helpers?|managers?|types)(\.test)?\.\w+$/
    const wrong = [...shipped, ...filesIn('test'), ...filesIn('scripts')].filter((file) => {
      const name = path.basename(file)
      return !kebabCase.test(name) || saysNothing.test(name)
    })
    expect(wrong).toEqual([])
  })

  it(`has no file over ${maxLines} lines`, () => {
    const long = [...shipped, ...filesIn('test'), ...filesIn('scripts'), ...filesIn('bench')].flatMap(
      (file) => {
        const lines = read(file).split('\n').length - 1
        return lines > maxLines ? [`${file}: ${lines} lines`] : []
      },
    )
    expect(long).toEqual([])
  })
})
