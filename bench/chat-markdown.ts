import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { preactForReact } from '../src/chat/preact-for-react.ts'
import { someTokens, tokenCount } from './chat-words.ts'
import { median, printTable, rounded, runInterleaved } from './measure.ts'
import { perSecond, rounds, slowdown, slowPage } from './slow-page.ts'

const root = path.resolve(import.meta.dirname, '..')
const peers = {
  react: '19.3.1',
  'react-dom': '19.3.1',
  'react-markdown': '10.1.0',
  'remark-gfm': '4.0.1',
  streamdown: '2.7.1',
}

/** One growing answer, drawn 25 times a second by each of three, in turns: ours on Preact, as in the chat, the others on React. */
export async function benchMarkdown(browser: Browser): Promise<void> {
  const folder = await buildContest()
  const server = createServer((request, response) => {
    const file = path.join(folder, request.url ?? '')
    response.setHeader('content-type', file.endsWith('.html') ? 'text/html' : 'text/javascript')
    response.end(existsSync(file) ? readFileSync(file) : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The contest has no port.')
  const { port } = address

  async function run(name: string): Promise<number> {
    const { page, scriptMs, close } = await slowPage(browser)
    await page.goto(`http://127.0.0.1:${port}/${name === 'bloby' ? 'ours' : 'theirs'}/index.html`)
    await page.waitForFunction('window.run')
    const run = `run(${JSON.stringify(name)}, ${JSON.stringify(someTokens())}, ${perSecond})`
    const ms = await scriptMs(() => page.evaluate(run))
    const drawn = await page.evaluate<number>(`document.querySelector('#root').textContent.length`)
    await close()
    if (drawn < tokenCount) throw new Error(`${name} drew ${drawn} characters only.`)
    return ms
  }

  try {
    const names = ['bloby', 'react-markdown', 'streamdown']
    const results = await runInterleaved(
      rounds,
      names.map((name) => ({ name, run: () => run(name) })),
    )
    const ours = median(results.get('bloby') ?? [])
    printTable(
      `Markdown alone: script for ${tokenCount} streamed tokens, CPU × ${slowdown}, median of ${rounds}`,
      ['', 'script', 'to ours'],
      names.map((name) => {
        const ms = median(results.get(name) ?? [])
        return [name, `${rounded(ms)} ms`, rounded(ms / ours, 1)]
      }),
    )
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** The peers are not in the package's own dependencies, as they bring a hundred others. */
async function buildContest(): Promise<string> {
  const folder = path.join(tmpdir(), 'bloby-bench-markdown')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: peers }))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    stdio: 'ignore',
  })
  const built = path.join(folder, 'built')
  const preact = Object.fromEntries(
    Object.entries(preactForReact).map(([name, from]) => [name, path.resolve(root, 'node_modules', from)]),
  )
  for (const [side, code] of Object.entries({ ours, theirs })) {
    const source = path.join(folder, side)
    mkdirSync(source, { recursive: true })
    writeFileSync(
      path.join(source, 'index.html'),
      '<!doctype html><div id="root"></div><script type="module" src="./main.jsx"></script>',
    )
    writeFileSync(path.join(source, 'main.jsx'), `${code}${contest}`)
    await build({
      root: source,
      base: `/${side}/`,
      configFile: false,
      logLevel: 'error',
      mode: 'production',
      ...(side === 'ours' && { resolve: { alias: preact } }),
      build: { outDir: path.join(built, side), emptyOutDir: true },
    })
  }
  return built
}

const chat = path.join(root, 'src/chat')

const ours = `
import { createElement as h } from 'react'
import { createRoot } from 'react-dom/client'
import { Markdown } from ${JSON.stringify(path.join(chat, 'transcript/markdown/markdown.tsx'))}
import { createHighlighter } from ${JSON.stringify(path.join(chat, 'transcript/markdown/highlighter.ts'))}
import { PageProvider } from ${JSON.stringify(path.join(chat, 'ui/chat-context.tsx'))}

const value = { chat: { highlighter: createHighlighter(() => new Promise(() => {})) } }
const draw = { bloby: (text) => h(PageProvider, { value }, h(Markdown, { text, isComplete: false })) }
`

const theirs = `
import { createElement as h } from 'react'
import { createRoot } from 'react-dom/client'
import ReactMarkdown from 'react-markdown'
import gfm from 'remark-gfm'
import { Streamdown } from 'streamdown'

const draw = {
  'react-markdown': (text) => h(ReactMarkdown, { remarkPlugins: [gfm] }, text),
  streamdown: (text) => h(Streamdown, null, text),
}
`

const contest = `
window.run = async (name, tokens, perSecond) => {
  const root = createRoot(document.getElementById('root'))
  const start = performance.now()
  for (let shown = 0; shown < tokens.length; ) {
    shown = Math.min(tokens.length, Math.ceil(((performance.now() - start) * perSecond) / 1000))
    root.render(draw[name](tokens.slice(0, shown).join('')))
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}
`
