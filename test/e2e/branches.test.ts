import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { BranchPlace } from '../../src/protocol/branches.ts'
import type { ChatMessage, Conversation } from '../../src/protocol/chat.ts'
import { connectChat } from './chat-socket.ts'
import { findProblems } from './find-problems.ts'
import { createOwner } from './owner.ts'

const owner = createOwner()

const connect = () => connectChat({ url: owner.url, token: owner.api.token })
async function get<T>(path: string): Promise<T> {
  return (await (await owner.api.fetch(path)).json()) as T
}
const messagesOf = async (id: string) =>
  (await get<{ messages: ChatMessage[] }>(`/api/conversations/${id}/messages?limit=200`)).messages
const placesOf = async (id: string) =>
  (await get<{ places: BranchPlace[] }>(`/api/conversations/${id}/branches`)).places

it('an edit is sent once, whole or not at all, wherever a kill -9 falls', async () => {
  const conversationId = 'origin'
  const device = await connect()
  for (const id of ['o1', 'o2']) {
    device.send({
      type: 'user:message',
      id,
      conversationId,
      isNewConversation: true,
      content: `note: ${id}`,
    })
    await device.next('bot:done')
  }
  await device.close()
  const before = await messagesOf(conversationId)

  const rounds = 6
  for (let round = 0; round < rounds; round++) {
    const id = `edit-${round}`
    const edit = {
      type: 'user:message' as const,
      id,
      conversationId: `branch-${round}`,
      isNewConversation: true,
      branch: { conversationId, messageId: 'o2' },
      content: 'Tell me a long story',
    }
    const first = await connect()
    first.send(edit)
    if (round % 3 === 1) await first.next('chat:accepted')
    if (round % 3 === 2) await first.next('bot:token')
    await owner.program.kill9()
    await first.closed
    await owner.program.restart()

    const again = await connect()
    again.send(edit)
    const accepted = await again.next('chat:accepted')
    expect(accepted).toMatchObject({ id, messageId: id, conversationId: edit.conversationId })
    again.send({ type: 'user:stop', conversationId: edit.conversationId })
    const statuses = async () => (await messagesOf(edit.conversationId)).map(({ status }) => status)
    await expect.poll(statuses).not.toContainEqual(expect.stringMatching(/streaming|queued/))
    const messages = await messagesOf(edit.conversationId)
    expect(messages.map(({ role, content }) => (role === 'user' ? content : role))).toEqual([
      'note: o1',
      'assistant',
      'Tell me a long story',
      'assistant',
    ])
    await again.close()
  }

  expect(await messagesOf(conversationId)).toEqual(before)
  const ids = Array.from({ length: rounds }, (_, round) => `edit-${round}`)
  const [place] = await placesOf(conversationId)
  expect(place?.variants.map(({ messageId }) => messageId)).toEqual(['o2', ...ids])
  const { conversations } = await get<{ conversations: Conversation[] }>('/api/conversations')
  expect(conversations).toMatchObject([{ family: { count: rounds + 1 } }])
  await owner.api.fetch('/api/conversations/origin?scope=family', { method: 'DELETE' })
})

const field = (chat: Page) => chat.getByRole('textbox', { name: 'Message', exact: true })
const said = (chat: Page, text: string) => chat.getByText(`You: ${text}`, { exact: true })

async function send(chat: Page, text: string) {
  await field(chat).fill(text)
  await chat.getByRole('button', { name: 'Send' }).click()
}

async function edit(chat: Page, text: string) {
  const message = chat.locator('[data-message]').filter({ has: said(chat, text) })
  await message.getByRole('button', { name: 'Your message: actions' }).click()
  await chat.getByRole('menuitem', { name: 'Edit and send again' }).click()
  await chat.getByText('You are editing this message').waitFor()
}

it('an edited message begins a version of its own, and the one before stays within reach on every device', async () => {
  const { page: chat, picture, errors, close } = await owner.openChat()
  await chat.getByRole('button', { name: 'New conversation', exact: true }).click()
  await send(chat, 'note: buy milk')
  await chat.getByText('Kept as a note: “buy milk”').waitFor()
  await send(chat, 'note: buy bread')
  await chat.getByText('Kept as a note: “buy bread”').waitFor()

  // What was being written waits under the edit.
  await field(chat).fill('half a thought')
  await edit(chat, 'note: buy bread')
  await expect.poll(() => field(chat).inputValue()).toBe('note: buy bread')
  await picture('edit-1280-light')
  expect(await findProblems(chat)).toEqual([])
  await field(chat).press('Escape')
  await expect.poll(() => field(chat).inputValue()).toBe('half a thought')
  await field(chat).fill('')

  await edit(chat, 'note: buy bread')
  await field(chat).fill('note: buy rolls')
  await field(chat).press('Enter')
  await chat.getByText('Kept as a note: “buy rolls”').waitFor()
  await chat.getByText('2 of 2').waitFor()
  await said(chat, 'note: buy milk').waitFor()
  await expect.poll(() => said(chat, 'note: buy bread').count()).toBe(0)
  expect(await chat.getByText('New', { exact: true }).count()).toBe(0)
  await picture('branch-1280-light')

  const phone = await owner.openChat({ width: 390, height: 844, theme: 'dark' })
  await phone.page.getByText('2 of 2').waitFor()
  await phone.picture('branch-390-dark')
  expect(await findProblems(phone.page)).toEqual([])

  // By keyboard, and the focus stays with the versions.
  await chat.getByRole('button', { name: 'Earlier version' }).press('Enter')
  await said(chat, 'note: buy bread').waitFor()
  await chat.getByText('1 of 2').waitFor()
  await chat.locator('button[aria-label="Later version"]:focus').waitFor()
  await phone.page.getByText('1 of 2').waitFor()
  await said(phone.page, 'note: buy bread').waitFor()

  // An edit of the first message is a third conversation, from any of them.
  await edit(phone.page, 'note: buy milk')
  await field(phone.page).fill('note: buy oat milk')
  await phone.page.getByRole('button', { name: 'Send' }).click()
  await phone.page.getByText('Kept as a note: “buy oat milk”').waitFor()
  await phone.page.getByText('2 of 2').waitFor()
  await said(chat, 'note: buy oat milk').waitFor()

  await owner.program.restart()
  await chat.reload()
  await chat.getByText('2 of 2').waitFor()
  await chat.getByRole('button', { name: 'Earlier version' }).click()
  await said(chat, 'note: buy milk').waitFor()
  await expect.poll(() => chat.getByText('1 of 2').count()).toBeGreaterThan(0)
  expect(phone.errors.filter(isOfThePage)).toEqual([])
  expect(errors.filter(isOfThePage)).toEqual([])
  await phone.close()
  await close()
})

it('the versions are one entry in the list, found once each, and deleted one by one or all together', async () => {
  const { page: chat, picture, errors, close } = await owner.openChat({ width: 390, height: 844 })
  await chat.getByTitle('Conversations').click()
  const list = chat.getByRole('dialog', { name: 'Conversations' })
  const rows = list.getByRole('button', { name: /^Actions for/ })
  await expect.poll(() => rows.count()).toBe(1)

  await list.getByRole('searchbox').fill('milk')
  await expect.poll(() => list.getByRole('button', { name: /^You.*note: buy milk/ }).count()).toBe(1)
  await picture('search-versions-390-light')
  expect(await findProblems(chat)).toEqual([])
  await list.getByRole('searchbox').fill('')

  await expect.poll(() => rows.count()).toBe(1)
  await list.getByRole('searchbox').press('ArrowDown')
  await list.locator('[data-stop]:focus').waitFor()
  await chat.keyboard.press('Delete')
  const asked = chat.getByRole('dialog', { name: 'Delete conversation' })
  await asked.waitFor()
  await picture('delete-versions-390-light')
  expect(await findProblems(chat)).toEqual([])
  await asked.getByRole('button', { name: 'Delete this version' }).click()
  await list.getByText(/^Deleted/).waitFor()
  await expect.poll(() => rows.count()).toBe(1)
  // What can be taken back outlives the list.
  await list.getByRole('button', { name: 'Close' }).click()
  await chat.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => chat.getByRole('button', { name: 'Undo' }).count()).toBe(0)

  await chat.getByTitle('Conversations').click()
  await list.getByRole('button', { name: /^Actions for/ }).click()
  await chat.getByText('3 versions').waitFor()
  await chat.getByRole('menuitem', { name: 'Delete' }).click()
  await asked.getByRole('button', { name: 'Delete all 3 versions' }).click()
  await list.getByText('Nothing here yet.').waitFor()
  await list.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => rows.count()).toBe(1)
  expect(errors).toEqual([])
  await close()
})

it('an edit that was sent without a connection is delivered once when it is back', async () => {
  const { page: chat, errors, close } = await owner.openChat({ width: 480 })
  await chat.getByRole('button', { name: 'New conversation', exact: true }).click()
  await send(chat, 'note: call Ada')
  await chat.getByText('Kept as a note: “call Ada”').waitFor()
  await edit(chat, 'note: call Ada')
  await field(chat).fill('note: call Grace')
  await owner.program.kill9()
  await chat.getByRole('button', { name: 'Send' }).click()
  await chat.getByText('Unsent', { exact: true }).waitFor()
  await owner.program.restart()
  await chat.getByText('Kept as a note: “call Grace”').waitFor()
  await chat.getByText('2 of 2').waitFor()
  await expect.poll(() => said(chat, 'note: call Grace').count()).toBe(1)
  expect(errors.filter(isOfThePage)).toEqual([])
  await close()
})

/** A browser prints it as an error when the supervisor is not there. */
function isOfThePage(error: string): boolean {
  return !/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket|status of 50\d/.test(
    error,
  )
}
