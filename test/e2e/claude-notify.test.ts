import { afterAll, beforeAll, expect, it } from 'vitest'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { endOf, type ProgramWithClaude, startWithClaude, tell } from './engine.ts'
import { createTrustedPush, type TrustedPush } from './trusted-push.ts'

let server: MessagesApi
let push: TrustedPush
let started: ProgramWithClaude
let device: ChatDevice
beforeAll(async () => {
  server = await createMessagesApi()
  push = await createTrustedPush()
  started = await startWithClaude({ api: server, ...push.start })
  const subscribed = await started.api.fetch('/api/push/subscribe', {
    method: 'POST',
    body: push.service.subscription(),
  })
  if (!subscribed.ok) throw new Error(await subscribed.text())
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
})
afterAll(async () => {
  await device?.close()
  await started?.program.dispose()
  await Promise.all([server?.close(), push?.close()])
})

it('what the agent wants its owner to know, and what it asks, reaches a device that is away', async () => {
  const { service } = push
  const conversationId = 'away'
  const script = scriptOf(
    { tool: 'mcp__bloby__notify', input: { title: 'Oven', text: 'It is hot.' } },
    {
      tool: 'mcp__bloby__ask',
      input: { question: 'Shall I turn it off?', options: [{ label: 'Yes' }, { label: 'No' }] },
    },
    'It is off.',
  )
  tell(device, script, { conversationId })
  const notice = await service.next()
  expect(JSON.parse(notice.text)).toEqual({ title: 'Oven', body: 'It is hot.', conversationId })
  const { question } = await device.next('bot:question')
  const asked = await service.next()
  expect(JSON.parse(asked.text)).toMatchObject({
    title: 'Bloby needs your answer',
    body: 'Shall I turn it off?',
    conversationId,
  })
  expect([notice.urgency, asked.urgency]).toEqual(['normal', 'high'])

  device.send({ type: 'user:answer', conversationId, questionId: question.id, answer: 'Yes' })
  await endOf(device, conversationId)
  expect(JSON.parse((await service.next()).text)).toMatchObject({ body: 'It is off.' })

  // From now on the owner looks, so that only what another conversation brings is news.
  device.send({ type: 'chat:looking', conversationId })
  tell(device, scriptOf('Seen.'), { conversationId })
  await endOf(device, conversationId)
  tell(device, scriptOf('Not seen.'), { conversationId: 'elsewhere' })
  await endOf(device, 'elsewhere')
  expect(JSON.parse((await service.next()).text)).toMatchObject({ body: 'Not seen.' })
  expect(service.complaints).toEqual([])
})
