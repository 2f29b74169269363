import { Worker } from 'node:worker_threads'
import type { ChatMessage } from '../../src/protocol/chat.ts'

export interface DeviceSetup {
  /** Where it reaches the platform. */
  url: string
  /** Of its session. */
  token: string
}

/** What a page is told to do, and what it answers. */
export interface PageOrders {
  /** Without a conversation it begins a new one. */
  say: {
    order: { text: string; conversationId?: string | undefined }
    answer: { messageId: string; conversationId: string }
  }
  wake: { order: undefined; answer: undefined }
  reload: { order: undefined; answer: undefined }
  setNetwork: { order: { isThere: boolean }; answer: undefined }
  report: { order: undefined; answer: PageReport }
  /** The conversation that is open, as it stands there: from somewhere in its past to its end. */
  live: { order: undefined; answer: { conversationId: string; messages: ChatMessage[] } }
  /** Opens the conversation and scrolls up to its beginning. */
  shown: { order: { conversationId: string }; answer: ChatMessage[] }
}

export interface PageReport {
  /** What the outbox still shows. */
  unsent: { id: string; state: string; failure?: string }[]
  connection: string
  /** What the page wrote to its console: nothing, when all is well. */
  complaints: string[]
}

export interface PageOrder {
  number: number
  name: keyof PageOrders
  order: unknown
}

type Arguments<Name extends keyof PageOrders> = PageOrders[Name]['order'] extends undefined
  ? []
  : [order: PageOrders[Name]['order']]

/** A device of the owner's with the chat open, as far as it is not a screen. */
export interface Device {
  tell<Name extends keyof PageOrders>(
    name: Name,
    ...order: Arguments<Name>
  ): Promise<PageOrders[Name]['answer']>
  close(): Promise<void>
}

export function createDevice(setup: DeviceSetup): Device {
  const worker = new Worker(new URL('./page.ts', import.meta.url), { workerData: setup })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let orders = 0
  let end: Error | undefined

  function fail(error: Error) {
    end ??= error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('message', ({ number, answer, error }: { number: number; answer?: unknown; error?: string }) => {
    if (error === undefined) waiting.get(number)?.resolve(answer)
    else waiting.get(number)?.reject(new Error(error))
    waiting.delete(number)
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('The device is off.')))

  return {
    async tell(name, ...[order]) {
      if (end) throw end
      const number = ++orders
      const answer = Promise.withResolvers<unknown>()
      waiting.set(number, answer)
      worker.postMessage({ number, name, order } satisfies PageOrder)
      return (await answer.promise) as never
    },
    async close() {
      await worker.terminate()
    },
  }
}
