import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FrameLocator, Locator } from 'playwright-core'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { askForNotifications } from './ask-for-notifications.ts'
import { startWithClaude } from './engine.ts'
import { findProblems } from './find-problems.ts'
import { createOwner } from './owner.ts'

let server: MessagesApi
beforeAll(async () => {
  server = await createMessagesApi()
  return () => server.close()
})
const owner = createOwner(() => startWithClaude({ api: server }))

/** The chat on a small phone, in a conversation of its own. */
async function openChat(theme: 'light' | 'dark') {
  const panel = await owner.openPanel({ width: 390, height: 667, theme }, askForNotifications)
  await panel.chat.getByRole('button', { name: 'New conversation', exact: true }).click()
  return panel
}

async function say(chat: FrameLocator, words: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message' }).fill(words)
  await chat.getByRole('button', { name: 'Send' }).click()
}

/** Whether all of it is within the part of the transcript that can be seen. */
async function isInView(chat: FrameLocator, element: Locator): Promise<boolean> {
  const view = await chat.getByRole('log').boundingBox()
  const box = await element.boundingBox()
  if (!view || !box) return false
  return box.y >= view.y - 1 && box.y + box.height <= view.y + view.height + 1
}

function writeOutside() {
  const file = path.join(tmpdir(), `bloby-outside-${randomUUID()}.txt`)
  onTestFinished(() => rmSync(file, { force: true }))
  return { file, step: { tool: 'Write', input: { file_path: file, content: 'From the agent.\n' } } }
}

test('an approval stays in view on a phone, whatever else Bloby asks, and is denied with a word that the agent gets', async () => {
  const { chat, page, picture, errors, close } = await openChat('light')
  await say(chat, scriptOf('The first task is done.'))
  const offer = chat.getByRole('region', { name: 'Know when it is done?' })
  await offer.waitFor()

  const { file, step } = writeOutside()
  await say(
    chat,
    scriptOf({ text: 'A long story before it. '.repeat(60), ...step }, 'I was told: {{result}}'),
  )
  const approval = chat.getByRole('group', { name: 'Permission needed' })
  const deny = approval.getByRole('button', { name: 'Deny', exact: true })
  await deny.waitFor()
  await offer.waitFor({ state: 'hidden' })
  await expect.poll(() => isInView(chat, approval)).toBe(true)
  await picture('approval-390-light')
  expect(await findProblems(page)).toEqual([])

  await approval.getByRole('button', { name: 'Deny and say why' }).click()
  const reason = approval.getByRole('textbox', { name: 'Why not, or what to do instead' })
  await chat.locator('input:focus').waitFor()
  expect(await deny.isDisabled()).toBe(true)
  await reason.fill('Put it into the workspace.')
  await picture('approval-reason-390-light')
  expect(await findProblems(page)).toEqual([])
  await reason.press('Enter')
  await approval.getByText('Denied: Put it into the workspace.').waitFor()
  await chat.getByRole('log').getByText('In the owner’s words: Put it into the workspace.').waitFor()
  expect(existsSync(file)).toBe(false)
  await offer.waitFor()
  expect(errors).toEqual([])
  await close()
})

test('an approval is given once with a press, and what was decided stays', async () => {
  const { chat, page, picture, errors, close } = await openChat('dark')
  const { file, step } = writeOutside()
  await say(chat, scriptOf(step, 'It is written.'))
  const approval = chat.getByRole('group', { name: 'Permission needed' })
  const allow = approval.getByRole('button', { name: 'Allow once' })
  await allow.waitFor()
  await picture('approval-390-dark')
  expect(await findProblems(page)).toEqual([])
  await allow.click()
  await approval.getByText('Allowed', { exact: true }).waitFor()
  await chat.getByRole('log').getByText('It is written.', { exact: true }).waitFor()
  expect(existsSync(file)).toBe(true)
  expect(errors).toEqual([])
  await close()
})
