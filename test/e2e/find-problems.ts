import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Device } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong in a page and its frames, and whether it is wider than its window, which axe does not see. */
export async function findProblems(page: Page, frames: readonly Frame[] = page.frames()): Promise<string[]> {
  const problems = await Promise.all(frames.filter(isLoaded).map(problemsIn))
  return problems.flat()
}

/** That axe finds nothing on a device, and that its pages had no error. */
export async function expectNothingWrong({ page, errors }: Pick<Device, 'page' | 'errors'>): Promise<void> {
  expect(await findProblems(page)).toEqual([])
  expect(errors).toEqual([])
}

/** The app's frame waits, hidden and empty, until the owner is inside. */
function isLoaded(frame: Frame): boolean {
  return frame.url() !== 'about:blank'
}

/** The app's frame may be loaded again under the look, by a dev server that is just ready; what counts is the page that stays. */
async function problemsIn(frame: Frame): Promise<string[]> {
  for (;;)
    try {
      return [...(await violationsIn(frame)), ...(await overflowOf(frame))]
    } catch (error) {
      if (!/execution context was destroyed/i.test(String(error))) throw error
    }
}

async function violationsIn(frame: Frame): Promise<string[]> {
  // One that is still being loaded has nothing to look at.
  await frame.locator('main').first().waitFor({ state: 'attached' })
  await frame.evaluate(axe)
  // A frame is a page to itself here; that it has no landmarks of its own is not for it to say.
  return await frame.evaluate<string[]>(`axe
    .run(document, { iframes: false, rules: { region: { enabled: false } } })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(', ')))`)
}

async function overflowOf(frame: Frame): Promise<string[]> {
  const [scrollWidth, clientWidth] = await frame.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )
  return scrollWidth <= clientWidth ? [] : [`${frame.url()} is ${scrollWidth} px wide in ${clientWidth} px`]
}
