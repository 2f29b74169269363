/**
 * What the chat costs a phone: `node bench/chat.ts`. The processor is slowed down to a quarter. See README.md.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { createChatStage } from './chat-stage.ts'
import { answerOf, longConversation, tokensOf } from './chat-words.ts'

const root = path.resolve(import.meta.dirname, '..')
const slowdown = 4
const messageCount = 10_000
const tokenCount = 1000
const perSecond = 60
const rounds = 3
const peers = { 'react-markdown': '10.1.0', 'remark-gfm': '4.0.1', streamdown: '2.7.1' }

/** The whole chat with a long conversation, and while an answer streams into it. */
async function benchChat(browser: Browser): Promise<void> {
  const stage = await createChatStage(path.join(root, 'dist/public'), longConversation('long', messageCount))
  const tokens = tokensOf(answerOf(tokenCount)).slice(0, tokenCount)
  try {
    for (let round = 1; round <= rounds; round++) {
      const { page, metric, close } = await slowPage(browser)
      await page.addInitScript(paintWatch)
      await page.goto(stage.url)
      await page.waitForFunction('window.painted')
      const paintedMs = Math.round(await page.evaluate<number>('window.painted'))
      await page.waitForTimeout(1000)
      const nodes = await page.evaluate<number>(`document.querySelectorAll('*').length`)
      const before = await metric()
      await stage.stream(tokens, perSecond)
      await page.waitForTimeout(1000)
      const scriptMs = Math.round(1000 * ((await metric()) - before))
      console.log(
        `chat, round ${round}: ${messageCount} messages painted after ${paintedMs} ms with ${nodes} nodes; ` +
          `${tokenCount} tokens at ${perSecond} a second: ${scriptMs} ms of script`,
      )
      await close()
    }
  } finally {
    await stage.close()
  }
}

/** Runs in the page: notes when the last message was painted. */
const paintWatch = `new MutationObserver((_, observer) => {
  const last = [...document.querySelectorAll('[data-message]')].at(-1)
  if (!last || getComputedStyle(last).visibility !== 'visible') return
  observer.disconnect()
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => { window.painted = performance.now() }
    port2.postMessage(0)
  })
}).observe(document, { subtree: true, childList: true, attributes: true })`

/** One growing answer, drawn 25 times a second by each of three, in turns. */
async function benchMarkdown(browser: Browser): Promise<void> {
  const folder = await buildContest()
  const server = createServer((request, response) => {
    const file = path.join(folder, 'dist', request.url === '/' ? 'index.html' : (request.url ?? ''))
    response.setHeader('content-type', file.endsWith('.html') ? 'text/html' : 'text/javascript')
    response.end(existsSync(file) ? readFileSync(file) : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The contest has no port.')
  const tokens = tokensOf(answerOf(tokenCount)).slice(0, tokenCount)
  try {
    for (let round = 1; round <= rounds; round++) {
      const times: Record<string, number> = {}
      for (const name of ['bloby', 'react-markdown', 'streamdown']) {
        const { page, metric, close } = await slowPage(browser)
        await page.goto(`http://127.0.0.1:${address.port}/`)
        await page.waitForFunction('window.run')
        const before = await metric()
        await page.evaluate(`run(${JSON.stringify(name)}, ${JSON.stringify(tokens)}, ${perSecond})`)
        times[name] = Math.round(1000 * ((await metric()) - before))
        await close()
      }
      const { bloby = 1, ...others } = times
      const words = Object.entries(others).map(
        ([name, ms]) => `${name} ${ms} ms (${(ms / bloby).toFixed(1)} times)`,
      )
      console.log(`markdown, round ${round}: Bloby ${bloby} ms, ${words.join(', ')}`)
    }
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
  writeFileSync(
    path.join(folder, 'index.html'),
    '<!doctype html><div id="root"></div><script type="module" src="./contest.jsx"></script>',
  )
  writeFileSync(path.join(folder, 'contest.jsx'), contest)
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    resolve: { dedupe: ['react', 'react-dom'], alias: { react: at('react'), 'react-dom': at('react-dom') } },
    build: { outDir: path.join(folder, 'dist'), emptyOutDir: true },
  })
  return folder
}

function at(name: string): string {
  return path.join(root, 'node_modules', name)
}

const contest = `
import { createElement as h } from 'react'
import { createRoot } from 'react-dom/client'
import ReactMarkdown from 'react-markdown'
import gfm from 'remark-gfm'
import { Streamdown } from 'streamdown'
import { Markdown } from ${JSON.stringify(path.join(root, 'src/chat/transcript/markdown/markdown.tsx'))}
import { createHighlighter } from ${JSON.stringify(path.join(root, 'src/chat/transcript/markdown/highlighter.ts'))}
import { PageProvider } from ${JSON.stringify(path.join(root, 'src/chat/ui/chat-context.tsx'))}

const value = { chat: { highlighter: createHighlighter(() => new Promise(() => {})) } }
const draw = {
  bloby: (text) => h(PageProvider, { value }, h(Markdown, { text, isComplete: false })),
  'react-markdown': (text) => h(ReactMarkdown, { remarkPlugins: [gfm] }, text),
  streamdown: (text) => h(Streamdown, null, text),
}
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

async function slowPage(
  browser: Browser,
): Promise<{ page: Page; metric(): Promise<number>; close(): Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 480, height: 800 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  return { page, metric: () => scriptSeconds(session), close: () => context.close() }
}

async function scriptSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0
}

execFileSync(process.execPath, ['scripts/build-web.ts', '--if-stale'], { cwd: root, stdio: 'inherit' })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  await benchChat(browser)
  await benchMarkdown(browser)
} finally {
  await browser.close()
}
