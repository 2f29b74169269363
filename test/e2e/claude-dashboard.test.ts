import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, FrameLocator, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { Step } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import type { Device, DeviceOptions } from './browser.ts'
import { startWithClaude } from './engine.ts'
import { expectNothingWrong } from './find-problems.ts'
import { openRowsUntil } from './open-rows.ts'
import { createOwner, password } from './owner.ts'

const wish = 'Please add a card that counts the glasses of water I drink.'

const card = `import { useState } from 'react'
import { Card } from '../components/card.tsx'

/** Counts glasses of water. */
export function Water() {
  const [glasses, setGlasses] = useState(0)
  return (
    <Card title="Water" aside={glasses + ' of 8'}>
      <button type="button" className="min-h-11 font-medium" onClick={() => setGlasses(glasses + 1)}>
        Add a glass
      </button>
    </Card>
  )
}
`
const cards = '{{cwd}}/client/src/cards.ts'
const steps: Step[] = [
  {
    thinking: 'The cards are listed in cards.ts, so I write one and list it there.',
    text: 'I write the card first.',
    tool: 'Write',
    input: { file_path: '{{cwd}}/client/src/cards/water.tsx', content: card },
  },
  { tool: 'Read', input: { file_path: cards } },
  {
    tool: 'Edit',
    input: {
      file_path: cards,
      old_string: "import { Today } from './cards/today.tsx'",
      new_string: "import { Today } from './cards/today.tsx'\nimport { Water } from './cards/water.tsx'",
    },
  },
  {
    tool: 'Edit',
    input: { file_path: cards, old_string: '[Agent, Next,', new_string: '[Water, Agent, Next,' },
  },
  {
    text: 'Now I look whether it is listed.',
    tool: 'Bash',
    input: {
      command: 'grep -n Water client/src/cards.ts && ls client/src/cards',
      description: 'Look at the cards',
    },
  },
  {
    text: 'The card **Water** is on your dashboard. Each tap on *Add a glass* counts one; the count begins anew when the page is loaded.',
    delayMs: 10,
  },
]

let server: MessagesApi
beforeAll(async () => {
  server = await createMessagesApi({ script: [{ when: /glasses of water/, steps }] })
  return () => server.close()
})
const owner = createOwner(() => startWithClaude({ api: server }))

const chatOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="Chat"]')
const dashboardOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="Your app"]')
const waterOf = (page: Page) => dashboardOf(page).getByRole('region', { name: 'Water' })

async function signIn(options: DeviceOptions): Promise<Device> {
  const device = await owner.browser.device(options)
  const chat = chatOf(device.page)
  await device.page.goto(owner.url)
  await chat.getByLabel('Password', { exact: true }).fill(password)
  await chat.getByRole('button', { name: 'Sign in' }).click()
  await dashboardOf(device.page).getByText(/Ada/).first().waitFor()
  return device
}
function appFrame(page: Page): Frame {
  const frame = page.frames().find((each) => each.url().startsWith(owner.program.ready.appUrl))
  if (!frame) throw new Error('The app is not shown.')
  return frame
}
const openChat = (page: Page) => page.getByRole('button', { name: /^Open the chat/ }).click()
it('asked in the chat, the agent writes, edits and runs a command, and the open dashboard changes on both devices', async () => {
  const desktop = await signIn({ width: 1280, height: 800 })
  const phone = await signIn({ width: 390, height: 844, theme: 'dark' })
  await appFrame(desktop.page).evaluate('window.isSamePage = true')
  expect(await waterOf(desktop.page).count()).toBe(0)

  await openChat(desktop.page)
  const chat = chatOf(desktop.page)
  const composer = chat.getByRole('textbox', { name: 'Message' })
  await composer.fill(wish)
  await composer.press('Enter')
  await waterOf(desktop.page).waitFor()
  await chat.getByRole('button', { name: 'Copy answer' }).waitFor()
  const log = chat.getByRole('log')
  await log.getByText('The card Water is on your dashboard.').waitFor()
  await desktop.picture('claude-dashboard-1280-light')
  await expectNothingWrong(desktop)

  // The page was changed under its reader, not loaded again, and what the agent wrote works.
  await desktop.page.keyboard.press('Escape')
  // The page has more room without the panel, and lays itself out anew.
  await desktop.page.locator('iframe[title="Chat"]').waitFor({ state: 'hidden' })
  await waterOf(desktop.page).getByRole('button', { name: 'Add a glass' }).click()
  await expect
    .poll(async () => ({
      isSamePage: await appFrame(desktop.page).evaluate('window.isSamePage'),
      text: await waterOf(desktop.page).innerText(),
    }))
    .toEqual({ isSamePage: true, text: expect.stringContaining('1 of 8') })

  const workspace = join(owner.program.home, 'workspace')
  expect(existsSync(join(workspace, 'client/src/cards/water.tsx'))).toBe(true)
  expect(readFileSync(join(workspace, 'client/src/cards.ts'), 'utf8')).toContain(
    '[Water, Agent, Next, Machine]',
  )

  // The other device saw it come, and has every step of it.
  await waterOf(phone.page).waitFor()
  await waterOf(phone.page).scrollIntoViewIfNeeded()
  await phone.picture('claude-dashboard-390-dark')
  await openChat(phone.page)
  const phoneChat = chatOf(phone.page)
  await phoneChat.getByRole('log').getByText('The card Water is on your dashboard.').waitFor()
  await phone.picture('claude-chat-390-dark')
  const diff = phoneChat.getByRole('group', { name: 'Changes in client/src/cards.ts' }).first()
  await expect.poll(() => openRowsUntil(phoneChat, diff)).toBe(true)
  await phone.picture('claude-steps-390-dark')
  await expectNothingWrong(phone)
  await phone.close()
  await desktop.close()
})
