import { parentPort, workerData } from 'node:worker_threads'
import { type Chat, createChat } from '../../src/chat/chat.ts'
import { type ConversationState, messageOf } from '../../src/chat/conversation/conversation-state.ts'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import type { DeviceSetup, PageOrder, PageOrders } from './device.ts'
import { installPageGlobals } from './page-globals.ts'

/** The chat on one device, in a worker: the page's own code. A reload makes the page anew; what the device keeps stays. */
const globals = installPageGlobals(workerData as DeviceSetup)
let chat = open()

function open(): Chat {
  const page = createChat({ shell: { isFramed: false, post: () => {} } })
  // A page that is gone must not come back when the platform does.
  page.account.store.subscribe(() =>
    queueMicrotask(() => {
      if (page !== chat) page.account.expire()
    }),
  )
  void page.start()
  return page
}

/** Resolves once `isIt` holds, which is asked again and again. */
async function until(isIt: () => boolean): Promise<void> {
  while (!isIt()) await new Promise((resolve) => setTimeout(resolve, 10))
}

const isUsable = () =>
  chat.account.store.getState().kind === 'signed-in' && chat.active.store.getState().conversation !== null

function messagesIn(state: ConversationState): ChatMessage[] {
  return [...state.order, ...state.queue]
    .map((id) => messageOf(state, id))
    .filter((message): message is ChatMessage => message !== undefined)
}

const orders: {
  [Name in keyof PageOrders]: (order: PageOrders[Name]['order']) => Promise<PageOrders[Name]['answer']>
} = {
  async say({ text, conversationId }) {
    await until(isUsable)
    // The owner's own messages go to the conversation that is shown: choosing and sending are one.
    void chat.attempt(() =>
      conversationId === undefined ? chat.active.begin() : chat.active.select(conversationId),
    )
    chat.send(text)
    const item = chat.outbox.store.getState().items.at(-1)
    if (item?.content !== text) throw new Error(`${text} did not go into the outbox.`)
    return { messageId: item.id, conversationId: item.conversationId }
  },
  async wake() {
    chat.wake()
    return undefined
  },
  async reload() {
    const old = chat
    chat = open()
    globals.closeSockets()
    old.account.expire()
    return undefined
  },
  async setNetwork({ isThere }) {
    globals.setNetwork(isThere)
    return undefined
  },
  async report() {
    const { items } = chat.outbox.store.getState()
    return {
      unsent: items.map(({ id, state, failure }) => ({
        id,
        state,
        ...(failure && { failure: failure.message }),
      })),
      connection: chat.connection.getState().state.kind,
      complaints: [...globals.complaints],
    }
  },
  async live() {
    const state = chat.active.store.getState().conversation?.store.getState()
    return { conversationId: state?.id ?? '', messages: state ? messagesIn(state) : [] }
  },
  async shown({ conversationId }) {
    await until(isUsable)
    await chat.active.select(conversationId)
    const store = chat.active.find(conversationId)?.store
    if (!store) return []
    await until(() => store.getState().isLoaded)
    while (store.getState().nextCursor !== null) await chat.active.loadOlder()
    return messagesIn(store.getState())
  },
}

parentPort?.on('message', ({ number, name, order }: PageOrder) => {
  const obey = orders[name] as (order: unknown) => Promise<unknown>
  obey(order).then(
    (answer) => parentPort?.postMessage({ number, answer }),
    (error: unknown) => parentPort?.postMessage({ number, error: String(error) }),
  )
})
