import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SettingsBody } from '../../src/protocol/settings.ts'
import type { ErrorAction } from '../../src/protocol/turn-parts.ts'
import { type Step, scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { changeSettings, type ProgramWithClaude, say, startWithClaude } from './engine.ts'

let server: MessagesApi
let started: ProgramWithClaude
let device: ChatDevice
beforeAll(async () => {
  server = await createMessagesApi({ requiredKey: goodKey })
  // Without this it tries ten times more, which takes minutes.
  started = await startWithClaude({ api: server, env: { CLAUDE_CODE_MAX_RETRIES: '1' } })
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
})
afterAll(async () => {
  await started?.program.dispose()
  await server?.close()
})

/** All in one conversation: none of it may harm its session. */
const conversationId = 'troubles'
const goodKey = 'sk-ant-of-the-tests'
const withKey: SettingsBody = { provider: 'anthropic', apiKey: goodKey, model: '', turnBudgetUsd: null }
const read: Step = { tool: 'Read', input: { file_path: '{{cwd}}/MEMORY.md' } }

interface Trouble {
  what: string
  /** Before the turn; it is put right again after it. */
  settings?: SettingsBody
  steps: Step[]
  code: string
  says: RegExp
  action: ErrorAction | undefined
  status?: 'stopped'
  /** How often the model is asked; what is too long is made shorter first, as often as the engine likes. */
  requests?: number
}

const troubles: Trouble[] = [
  {
    what: 'no key',
    settings: { apiKey: '' },
    steps: ['Hello.'],
    code: 'no-key',
    says: /no Anthropic API key yet\. Add one in the settings/,
    action: 'connect-provider',
    requests: 0,
  },
  {
    what: 'a key that is not accepted, at once',
    settings: { apiKey: 'sk-ant-of-somebody-else' },
    steps: ['Hello.'],
    code: 'bad-key',
    says: /does not accept the API key\. Check it in the settings/,
    action: 'connect-provider',
    requests: 1,
  },
  {
    what: 'no credit, at once',
    steps: [{ error: 400 }],
    code: 'no-credit',
    says: /no credit left\. Add some under Plans & Billing/,
    action: 'retry',
    requests: 1,
  },
  {
    what: 'what a key may not do, at once',
    steps: [{ error: 403 }],
    code: 'not-allowed',
    says: /does not have permission/,
    action: 'connect-provider',
    requests: 1,
  },
  {
    what: 'a rate limit that lasts',
    steps: [{ error: 429, retryAfter: 3600 }],
    code: 'rate-limit',
    says: /as many requests as it takes for now/,
    action: 'retry',
    requests: 1,
  },
  {
    what: 'a rate limit that is still there after another try',
    steps: [{ error: 429, retryAfter: 0 }],
    code: 'rate-limit',
    says: /as many requests as it takes for now/,
    action: 'retry',
    requests: 2,
  },
  {
    what: 'a provider with too much to do',
    steps: [{ error: 529 }],
    code: 'overloaded',
    says: /too much to do just now.+try again soon/,
    action: 'retry',
    requests: 2,
  },
  {
    what: 'a model that is not there',
    settings: { model: 'claude-nobody-1' },
    steps: ['Hello.'],
    code: 'model-not-found',
    says: /no model claude-nobody-1, .+Choose another in the settings/,
    action: 'open-settings',
    requests: 2,
  },
  {
    what: 'more than the model can read',
    steps: [{ error: 400, message: 'prompt is too long: 205000 tokens > 200000 maximum' }],
    code: 'context-too-long',
    says: /more than the model can read at once\. Begin a new conversation/,
    action: undefined,
  },
  {
    what: 'a turn of fifty steps',
    steps: Array.from({ length: 60 }, () => read),
    code: 'step-limit',
    says: /stopped after 50 steps.+Continue/,
    action: 'continue',
    status: 'stopped',
    requests: 50,
  },
  {
    what: 'a turn that has used its budget',
    settings: { turnBudgetUsd: 0.05 },
    steps: [{ ...read, usage: { inputTokens: 100_000, outputTokens: 1000 } }, read, 'Too late.'],
    code: 'budget',
    says: /used its budget of \$0\.05\. You can raise it in the settings/,
    action: 'continue',
    status: 'stopped',
    requests: 1,
  },
]

describe('what goes wrong is told in words, with the next step, and the next turn works', () => {
  it.each(troubles)('$what', async (trouble) => {
    await changeSettings(started.api, { ...withKey, ...trouble.settings })
    const before = server.turns.length
    const { message, status } = await say(device, scriptOf(...trouble.steps), { conversationId })
    expect(message.parts.at(-1)).toEqual({
      type: 'notice',
      notice: {
        level: trouble.code === 'step-limit' ? 'info' : 'error',
        code: trouble.code,
        text: expect.stringMatching(trouble.says),
        ...(trouble.action && { action: trouble.action }),
      },
    })
    expect(status).toBe(trouble.status ?? 'failed')
    expect(JSON.stringify(message.parts)).not.toContain('sk-ant-of')
    if (trouble.requests !== undefined) expect(server.turns.length - before).toBe(trouble.requests)

    await changeSettings(started.api, withKey)
    const next = await say(device, scriptOf('All is well again.'), { conversationId })
    expect(next).toMatchObject({ status: 'done', message: { content: 'All is well again.' } })
  })

  it('no network', async () => {
    const gone = await createMessagesApi()
    await gone.close()
    await changeSettings(started.api, { ...withKey, baseUrl: gone.url })
    const { message, status } = await say(device, scriptOf('Hello.'), { conversationId })
    expect(status).toBe('failed')
    expect(message.parts).toEqual([
      {
        type: 'notice',
        notice: {
          level: 'error',
          code: 'unreachable',
          text: expect.stringMatching(/can’t be reached\. Check the internet connection/),
          action: 'retry',
        },
      },
    ])
    await changeSettings(started.api, { ...withKey, baseUrl: server.url })
    const next = await say(device, scriptOf('The line is back.'), { conversationId })
    expect(next).toMatchObject({ status: 'done', message: { content: 'The line is back.' } })
  })
})
