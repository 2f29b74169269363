import type { CDPSession, FrameLocator, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { Conversation } from '../../src/protocol/chat.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import type { Device } from './browser.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { endOf, say, startWithClaude, tell } from './engine.ts'
import { findProblems } from './find-problems.ts'
import { createOwner } from './owner.ts'

let server: MessagesApi
beforeAll(async () => {
  server = await createMessagesApi()
  return () => server.close()
})
const owner = createOwner(() => startWithClaude({ api: server }))
/** Says things as the owner would on a third device, so that there is something to be in step about. */
let watch: ChatDevice
beforeAll(async () => {
  watch = await connectChat({ url: owner.url, token: owner.api.token })
})

const field = (chat: Page | FrameLocator) => chat.getByRole('textbox', { name: 'Message', exact: true })
const choose = (conversationId: string) =>
  owner.api.fetch('/api/context/set', { method: 'POST', body: { conversationId } })
const conversation = async (id: string) =>
  (await (await owner.api.fetch(`/api/conversations/${id}`)).json()) as Conversation

it('what is read on one device is read on all: the bubble, the list and the line', async () => {
  await say(watch, 'Say hello.', { conversationId: 'read' })
  await say(watch, 'Say hello again.', { conversationId: 'read' })
  const desktop = await owner.device()
  await desktop.page.goto(owner.url)
  const chat = desktop.page.frameLocator('iframe[title="Chat"]')
  const bubble = desktop.page.getByRole('button', { name: /^Open the chat/ })
  await desktop.page.getByRole('button', { name: /^Open the chat: .*2 unread/ }).waitFor()
  await desktop.picture('unread-bubble-1280-light')

  const phone = await owner.openChat({ width: 390, height: 844 })
  await phone.page.getByText('You: Say hello again.', { exact: true }).waitFor()
  await expect.poll(() => bubble.getAttribute('aria-label')).not.toContain('unread')
  await expect.poll(async () => (await conversation('read')).unread).toBe(0)

  // An answer in another conversation is counted in the list, on both, until one of them opens it.
  tell(watch, 'Say one thing more.', { conversationId: 'other' })
  await endOf(watch, 'other')
  await choose('read')
  await say(watch, 'And one more.', { conversationId: 'other' })
  await phone.page.getByTitle('Conversations').click()
  const row = phone.page.getByRole('dialog').getByRole('button', { name: /1 new answer/ })
  await row.waitFor()
  await phone.picture('unread-list-390-light')
  expect(await findProblems(phone.page)).toEqual([])
  await desktop.page.getByRole('button', { name: /1 unread/ }).waitFor()
  await row.click()
  await expect.poll(() => bubble.getAttribute('aria-label')).not.toContain('unread')
  await bubble.click()
  await chat.getByText('You: And one more.', { exact: true }).waitFor()
  await expect.poll(() => chat.getByText('New', { exact: true }).count()).toBe(0)
  expect([...phone.errors, ...desktop.errors]).toEqual([])
  await phone.close()
  await desktop.close()
})

it('a question in a conversation that is not open shows in the list and at the bubble until it is answered', async () => {
  tell(watch, 'Please ask me about the colour.', { conversationId: 'asks' })
  await watch.next('bot:question')
  await say(watch, 'Say hello.', { conversationId: 'open' })
  await choose('open')
  const desktop = await owner.device()
  await desktop.page.goto(owner.url)
  const bubble = desktop.page.getByRole('button', { name: /^Open the chat/ })
  await expect.poll(() => bubble.getAttribute('aria-label')).toContain('waiting for you')

  const phone = await owner.openChat({ width: 390, height: 844 })
  await phone.page.getByText('You: Say hello.', { exact: true }).waitFor()
  await phone.page.getByTitle('Conversations').click()
  const row = phone.page.getByRole('dialog').getByRole('button', { name: /Needs your answer/ })
  await row.waitFor()
  await phone.picture('needs-you-list-390-light')
  expect(await findProblems(phone.page)).toEqual([])
  await row.click()
  await phone.page.getByRole('textbox', { name: 'Your answer' }).fill('Teal')
  await phone.page.getByRole('button', { name: 'Answer', exact: true }).click()
  await endOf(watch, 'asks')
  await expect.poll(() => bubble.getAttribute('aria-label')).not.toContain('waiting for you')
  expect([...phone.errors, ...desktop.errors]).toEqual([])
  await phone.close()
  await desktop.close()
})

it('an answer that is being written shows on the other device; the first one wins, and says where it was given', async () => {
  const conversationId = 'question'
  tell(watch, 'Please ask me about the colour.', { conversationId })
  await watch.next('bot:question')
  const desktop = await owner.openChat()
  const phone = await owner.openChat({ width: 390, height: 844, theme: 'dark' })
  const answerOn = ({ page }: Device) => page.getByRole('textbox', { name: 'Your answer' })
  await answerOn(phone).waitFor()
  await answerOn(desktop).fill('Teal, like the se')
  await expect.poll(() => answerOn(phone).inputValue()).toBe('Teal, like the se')
  await phone.picture('answer-draft-390-dark')
  expect(await findProblems(phone.page)).toEqual([])
  await answerOn(phone).fill('Teal, like the sea')
  await expect.poll(() => answerOn(desktop).inputValue()).toBe('Teal, like the sea')

  // A device that comes later has it too.
  const late = await owner.openChat({ width: 480 })
  await expect.poll(() => answerOn(late).inputValue()).toBe('Teal, like the sea')
  await late.close()

  await phone.page.getByRole('button', { name: 'Answer', exact: true }).click()
  await phone.page.getByText('You answered: Teal, like the sea').waitFor()
  await desktop.page.getByText(/^Answered on .+: Teal, like the sea$/).waitFor()
  await desktop.picture('answered-elsewhere-1280-light')
  await endOf(watch, conversationId)
  expect([...phone.errors, ...desktop.errors]).toEqual([])
  await phone.close()
  await desktop.close()
})

it('a device on which the owner is writing stays where it is, and says where the other one went', async () => {
  await say(watch, 'Say hello.', { conversationId: 'stay' })
  await choose('stay')
  const desktop = await owner.openChat()
  const phone = await owner.openChat({ width: 390, height: 844 })
  const line = desktop.page.getByText('A new conversation was begun on another device.')
  await desktop.page.getByText('You: Say hello.', { exact: true }).waitFor()
  await field(desktop.page).fill('half a thought')
  await phone.page.getByRole('button', { name: 'New conversation', exact: true }).click()
  await line.waitFor()
  await field(phone.page).fill('Say something new.')
  await phone.page.getByRole('button', { name: 'Send' }).click()
  await desktop.page.getByText(/^Continued in “Say something new” on another device/).waitFor()
  await desktop.picture('elsewhere-1280-light')
  expect(await findProblems(desktop.page)).toEqual([])
  expect(await field(desktop.page).inputValue()).toBe('half a thought')

  await desktop.page.getByRole('button', { name: 'Open', exact: true }).click()
  await desktop.page.getByText('You: Say something new.', { exact: true }).waitFor()

  // The owner has put the phone down.
  await phone.page.evaluate('document.activeElement.blur()')
  // The draft waits where it was written, and sending it there takes all devices along.
  await choose('stay')
  await phone.page.getByText('You: Say hello.', { exact: true }).waitFor()
  await desktop.page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect.poll(() => field(desktop.page).inputValue()).toBe('half a thought')
  await phone.page.getByRole('button', { name: 'New conversation', exact: true }).click()
  await line.waitFor()
  // The field takes the focus when the conversation is drawn, and who has it is writing.
  await phone.page.locator('textarea:focus').waitFor()
  await phone.page.evaluate('document.activeElement.blur()')
  await field(desktop.page).press('Enter')
  await phone.page.getByText('You: half a thought', { exact: true }).waitFor()
  await expect.poll(() => line.count()).toBe(0)
  await endOf(watch, 'stay')
  expect([...phone.errors, ...desktop.errors]).toEqual([])
  await phone.close()
  await desktop.close()
})

it('a tab that was frozen, or had no network, catches up at once and sends what waits', async () => {
  await say(watch, 'Say hello.', { conversationId: 'sleep' })
  await choose('sleep')
  const phone = await owner.openChat({ width: 390, height: 844 })
  await phone.page.getByText('You: Say hello.', { exact: true }).waitFor()
  const cdp = await phone.context.newCDPSession(phone.page)
  await freeze(cdp, true)
  await say(watch, 'While you slept.', { conversationId: 'sleep' })
  await freeze(cdp, false)
  await phone.page.getByText('You: While you slept.', { exact: true }).waitFor()

  await phone.context.setOffline(true)
  // The supervisor restarts meanwhile, so that the socket is really gone.
  await owner.program.restart()
  await field(phone.page).fill('Written without a network.')
  await phone.page.getByRole('button', { name: 'Send' }).click()
  await phone.page.getByText('Unsent', { exact: true }).waitFor()
  const offline = phone.page.getByText(/What you write is kept on this device/)
  await offline.waitFor()
  await phone.picture('offline-390-light')
  expect(await findProblems(phone.page)).toEqual([])
  await phone.context.setOffline(false)
  await expect.poll(() => phone.page.getByText('Unsent', { exact: true }).count()).toBe(0)
  await expect
    .poll(() => phone.page.getByText('You: Written without a network.', { exact: true }).count())
    .toBe(1)
  await expect.poll(() => offline.count()).toBe(0)
  await phone.close()
})

async function freeze(cdp: CDPSession, isFrozen: boolean): Promise<void> {
  await cdp.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' })
}
