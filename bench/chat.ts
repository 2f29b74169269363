import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { benchMarkdown } from './chat-markdown.ts'
import { type ChatStage, createChatStage } from './chat-stage.ts'
import { longConversation, someTokens, tokenCount } from './chat-words.ts'
import { median, printTable, rounded } from './measure.ts'
import { perSecond, rounds, slowdown, slowPage } from './slow-page.ts'

const root = path.resolve(import.meta.dirname, '..')
const messageCount = 10_000
/** Slow 4G as Lighthouse has it: bytes a second, and ms of a round trip. */
const slow4g = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 }

/** What the chat costs a phone with a processor of a quarter, and drawing markdown beside two peers. */
export async function benchChat(): Promise<void> {
  execFileSync(process.execPath, ['scripts/build-web.ts', '--if-stale'], { cwd: root, stdio: 'inherit' })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    await benchMarkdown(browser)
    const conversation = longConversation('long', messageCount)
    const stage = await createChatStage(path.join(root, 'dist/public'), conversation)
    try {
      await benchLongConversation(browser, stage)
      await benchFirstLoad(browser, stage)
    } finally {
      await stage.close()
    }
  } finally {
    await browser.close()
  }
}

/** The whole chat with a long conversation, then while an answer streams into it and the owner types. */
async function benchLongConversation(browser: Browser, stage: ChatStage): Promise<void> {
  const results: { paintMs: number; nodes: number; streamMs: number; inpMs: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const { page, scriptMs, close } = await slowPage(browser)
    await page.addInitScript(paintWatch)
    await page.goto(stage.url)
    await page.waitForFunction('window.painted')
    const paintMs = await page.evaluate<number>('window.painted')
    const nodes = await page.evaluate<number>(`document.querySelectorAll('*').length`)
    await page.waitForTimeout(1000)
    const streamMs = await scriptMs(async () => {
      await stage.stream(someTokens(), perSecond)
      await page.waitForTimeout(500)
    })
    await page.getByRole('textbox').focus()
    await page.evaluate(interactionWatch)
    const streaming = stage.stream(someTokens(), perSecond)
    await page.keyboard.type('Could the list be sorted the other way round too?', { delay: 120 })
    const inpMs = await page.evaluate<number>('Math.max(0, ...window.interactions)')
    await streaming
    results.push({ paintMs, nodes, streamMs, inpMs })
    await close()
  }
  const row = (name: string, of: (result: (typeof results)[number]) => number, unit: string) => [
    name,
    `${rounded(median(results.map(of)))} ${unit}`,
    results.map((result) => rounded(of(result))).join(', '),
  ]
  printTable(
    `The chat with ${messageCount} messages, CPU × ${slowdown}`,
    ['', 'median', 'rounds'],
    [
      row('first paint of the last message', ({ paintMs }) => paintMs, 'ms'),
      row('nodes then', ({ nodes }) => nodes, ''),
      row(`script for ${tokenCount} streamed tokens`, ({ streamMs }) => streamMs, 'ms'),
      row('INP of typing while an answer streams', ({ inpMs }) => inpMs, 'ms'),
    ],
  )
}

/** A first visit, with nothing in the cache. */
async function benchFirstLoad(browser: Browser, stage: ChatStage): Promise<void> {
  const results: { bytes: number; lcpMs: number; blockingMs: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const { page, session, close } = await slowPage(browser)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', slow4g)
    await page.addInitScript(loadWatch)
    await page.goto(stage.url)
    await page.waitForSelector('[data-message]')
    await page.waitForTimeout(2000)
    results.push(
      await page.evaluate<(typeof results)[number]>(`({
        bytes: performance.getEntriesByType('navigation')[0].transferSize + performance.getEntriesByType('resource')
          .filter(({ initiatorType }) => initiatorType === 'script' || initiatorType === 'link')
          .reduce((sum, { transferSize }) => sum + transferSize, 0),
        lcpMs: window.lcp,
        blockingMs: window.blocking,
      })`),
    )
    await close()
  }
  const of = (pick: (result: (typeof results)[number]) => number) => rounded(median(results.map(pick)))
  printTable(
    `A first visit, CPU × ${slowdown}, slow 4G, median of ${rounds}`,
    ['bytes', 'LCP', 'blocking time'],
    [
      [
        of(({ bytes }) => bytes),
        `${of(({ lcpMs }) => lcpMs)} ms`,
        `${of(({ blockingMs }) => blockingMs)} ms`,
      ],
    ],
  )
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

/** How long each interaction took from the key to the next paint; browsers count in steps of 8 ms. */
const interactionWatch = `window.interactions = []
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.interactionId) interactions.push(entry.duration)
}).observe({ type: 'event', durationThreshold: 16 })`

const loadWatch = `window.lcp = 0
window.blocking = 0
new PerformanceObserver((list) => { lcp = list.getEntries().at(-1).startTime })
  .observe({ type: 'largest-contentful-paint', buffered: true })
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) blocking += Math.max(0, duration - 50)
}).observe({ type: 'longtask', buffered: true })`
