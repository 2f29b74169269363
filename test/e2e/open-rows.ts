import type { FrameLocator, Locator } from 'playwright-core'

/** Opens one more row of the chat's tools, folded runs first; true once `wanted` is to be seen. */
export async function openRowsUntil(chat: FrameLocator, wanted: Locator): Promise<boolean> {
  if (await wanted.isVisible()) return true
  const closed = chat.locator('[role="log"] details:not([open]) > summary')
  if ((await closed.count()) > 0) await closed.first().click()
  return false
}
