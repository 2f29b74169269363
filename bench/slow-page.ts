import type { Browser, CDPSession, Page } from 'playwright-core'

/** How many times slower than this machine the phone is. */
export const slowdown = 4
/** Tokens, as fast models stream them. */
export const perSecond = 60
export const rounds = 3

export interface SlowPage {
  readonly page: Page
  readonly session: CDPSession
  /** How long the page was in scripts while something was done, in ms. */
  scriptMs(work: () => Promise<void>): Promise<number>
  close(): Promise<void>
}

/**
 * A page of a phone's processor. Its scripts are sampled, as Chromium's own `ScriptDuration` leaves out what runs after an `await`:
 * most of what Preact does.
 */
export async function slowPage(browser: Browser): Promise<SlowPage> {
  const context = await browser.newContext({ viewport: { width: 480, height: 800 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  return {
    page,
    session,
    async scriptMs(work) {
      await session.send('Profiler.start')
      await work()
      const { profile } = await session.send('Profiler.stop')
      const outside = new Set(
        profile.nodes
          .filter(
            ({ callFrame }) => callFrame.functionName === '(idle)' || callFrame.functionName === '(program)',
          )
          .map(({ id }) => id),
      )
      const { samples = [], timeDeltas = [] } = profile
      return samples.reduce((sum, id, at) => sum + (outside.has(id) ? 0 : (timeDeltas[at] ?? 0)), 0) / 1000
    },
    close: () => context.close(),
  }
}
