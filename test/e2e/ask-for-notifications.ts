import type { Device } from './browser.ts'

/** Makes a device ask for notifications: a headless browser denies them unless it is told otherwise. */
export async function askForNotifications({ context, page }: Device): Promise<void> {
  const session = await context.newCDPSession(page)
  const { targetInfo } = await session.send('Target.getTargetInfo')
  await session.send('Browser.setPermission', {
    permission: { name: 'notifications' },
    setting: 'prompt',
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
  })
  await session.detach()
}
