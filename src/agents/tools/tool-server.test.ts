import { expect, test } from 'vitest'
import { createToolBench } from './tool-deps.test-kit.ts'
import { createToolServer, type ToolTransport } from './tool-server.ts'

/** A client at the other end of the connection. */
async function connected(bench: ReturnType<typeof createToolBench>) {
  const waiting = new Map<unknown, (message: unknown) => void>()
  const received: unknown[] = []
  const transport: ToolTransport = {
    start: async () => {},
    async send(message) {
      received.push(message)
      if ('id' in message) waiting.get(message.id)?.(message)
    },
    close: async () => transport.onclose?.(),
  }
  const { tools, context, logBug } = bench
  await createToolServer({ tools, context: () => context, logBug }).connect(transport)
  let id = 0
  return {
    transport,
    received,
    tell: (message: unknown) => transport.onmessage?.(message),
    request(method: string, params?: unknown): Promise<unknown> {
      const own = ++id
      const reply = new Promise((resolve) => waiting.set(own, resolve))
      transport.onmessage?.({ jsonrpc: '2.0', id: own, method, ...(params !== undefined && { params }) })
      return reply
    },
  }
}

test('an engine finds the tools and calls one, as the protocol has it', async () => {
  const client = await connected(createToolBench({ files: { 'MEMORY.md': 'The dentist is Dr. Weiss.' } }))
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  }
  expect(await client.request('initialize', params)).toMatchObject({
    result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'bloby' } },
  })
  client.tell({ jsonrpc: '2.0', method: 'notifications/initialized' })
  expect(await client.request('tools/list')).toMatchObject({
    result: { tools: expect.arrayContaining([expect.objectContaining({ name: 'recall' })]) },
  })
  expect(
    await client.request('tools/call', { name: 'recall', arguments: { query: 'dentist' } }),
  ).toMatchObject({
    result: { isError: false, content: [{ type: 'text', text: expect.stringContaining('Dr. Weiss') }] },
  })
  expect(client.received).toHaveLength(3)
})

test('a version of the protocol that we do not know is answered with ours', async () => {
  const client = await connected(createToolBench())
  expect(await client.request('initialize', { protocolVersion: '2031-01-01' })).toMatchObject({
    result: { protocolVersion: '2025-11-25' },
  })
})

test('what is wrong is answered, and what is nonsense is left alone', async () => {
  const client = await connected(createToolBench())
  client.tell('nonsense')
  client.tell({ jsonrpc: '2.0', id: 7, result: {} })
  expect(await client.request('resources/list')).toMatchObject({ error: { code: -32601 } })
  expect(await client.request('tools/call', { arguments: {} })).toMatchObject({ error: { code: -32602 } })
  expect(await client.request('tools/call', { name: 'fly' })).toMatchObject({ result: { isError: true } })
  expect(await client.request('ping')).toMatchObject({ result: {} })
  expect(client.received).toHaveLength(4)
})

test('a cancelled call, and one whose engine is gone, end', async () => {
  const bench = createToolBench()
  const signals: AbortSignal[] = []
  bench.context.ask = () => new Promise(() => {})
  const tools = bench.tools.map((tool) => ({
    ...tool,
    run: (input: object, context: typeof bench.context) => {
      signals.push(context.signal)
      return tool.run(input, context)
    },
  }))
  const client = await connected({ ...bench, tools })
  const first = client.request('tools/call', { name: 'ask', arguments: { question: 'Which?' } })
  client.tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
  expect(await first).toMatchObject({ result: { isError: true } })
  const second = client.request('tools/call', { name: 'ask', arguments: { question: 'Which?' } })
  await client.transport.close()
  expect(await second).toMatchObject({ result: { isError: true } })
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
})
