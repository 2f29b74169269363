import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Usage } from '../protocol/chat.ts'
import { usageAnswer } from '../protocol/usage.ts'
import type { Session } from './accounts/sessions.ts'
import { createFakePlatform } from './fake-platform.test-kit.ts'
import type { TurnOrigin } from './store/turns.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  platform.clock.advance(Date.parse('2026-11-21T12:00:00Z') - platform.clock.now())
  session = platform.signIn().session
})
afterEach(() => platform.close())

let count = 0
function turn(
  at: string,
  usage: Partial<Usage>,
  {
    conversationId,
    origin = 'owner',
    agent = 'anthropic',
  }: { conversationId: string; origin?: TurnOrigin; agent?: string },
) {
  const id = `turn-${count++}`
  platform.turns.insert({
    ...{ id, conversationId, origin, agent, requestId: id, messageId: id },
    status: 'done',
    createdAt: Date.parse(at),
    endedAt: Date.parse(at),
    usage: { inputTokens: 100, outputTokens: 10, durationMs: 1, ...usage },
    usedFileTools: false,
  })
}
async function ask(query: string) {
  const response = await platform.send('GET', `/api/usage?${query}`, undefined, { session })
  expect(response.status).toBe(200)
  return v.parse(usageAnswer, await response.json())
}

describe('usage', () => {
  it('is empty days before anything was used', async () => {
    const { days, conversations, sources, providers, budget } = await ask('days=3&zone=UTC')
    expect(days.map(({ date }) => date)).toEqual(['2026-11-19', '2026-11-20', '2026-11-21'])
    expect(days.every(({ turns, costUsd }) => turns === 0 && costUsd === 0)).toBe(true)
    expect([conversations, sources, providers]).toEqual([[], [], []])
    expect(budget).toEqual({ turnUsd: null, dayUsd: 5 })
  })

  it('belongs to the day that it was where the owner is', async () => {
    const { id: conversationId } = platform.conversations.create({ title: 'Late' })
    turn('2026-11-20T23:30:00Z', { costUsd: 0.1 }, { conversationId })
    turn('2026-11-21T00:10:00Z', { costUsd: 0.2 }, { conversationId })
    const costs = async (zone: string) =>
      (await ask(`days=3&zone=${zone}`)).days.map(({ costUsd }) => costUsd)
    expect(await costs('UTC')).toEqual([0, 0.1, 0.2])
    expect(await costs('Asia/Kolkata')).toEqual([0, 0, 0.3])
    expect(await costs('America/New_York')).toEqual([0, 0.3, 0])
  })

  it('counts days right over the end of daylight saving, and nothing before the first of them', async () => {
    const { id: conversationId } = platform.conversations.create()
    platform.clock.advance(Date.parse('2026-10-26T12:00:00Z') - platform.clock.now())
    turn('2026-10-24T22:59:00Z', { costUsd: 4 }, { conversationId })
    turn('2026-10-24T23:00:00Z', { costUsd: 1 }, { conversationId })
    turn('2026-10-25T23:59:00Z', { costUsd: 2 }, { conversationId })
    const { days } = await ask('days=2&zone=Europe/Lisbon')
    expect(days.map(({ date, costUsd }) => [date, costUsd])).toEqual([
      ['2026-10-25', 3],
      ['2026-10-26', 0],
    ])
  })

  it('is told by conversation, source and provider, with what has no price', async () => {
    const dear = platform.conversations.create({ title: 'Dear' }).id
    const cheap = platform.conversations.create({ title: 'Cheap' }).id
    const gone = platform.conversations.create({ title: 'Secret' }).id
    turn('2026-11-21T10:00:00Z', { costUsd: 0.3 }, { conversationId: dear })
    turn('2026-11-21T10:01:00Z', { costUsd: 0.15 }, { conversationId: dear, origin: 'cron' })
    turn('2026-11-21T10:02:00Z', {}, { conversationId: cheap, agent: 'ollama', origin: 'background' })
    turn('2026-11-21T10:03:00Z', { costUsd: 0.2 }, { conversationId: gone, origin: 'repair' })
    turn(
      '2026-11-21T10:04:00Z',
      { inputTokens: 0, outputTokens: 0 },
      { conversationId: cheap, agent: 'demo' },
    )
    platform.conversations.remove(gone)
    const { conversations, sources, providers, days } = await ask('days=1&zone=UTC')
    expect(conversations.map(({ title, costUsd, turns }) => [title, costUsd, turns])).toEqual([
      ['Dear', 0.45, 2],
      [null, 0.2, 1],
      ['Cheap', 0, 2],
    ])
    expect(sources.map(({ source, costUsd }) => [source, costUsd])).toEqual([
      ['chat', 0.3],
      ['scheduled', 0.15],
      ['background', 0.2],
    ])
    expect(providers).toMatchObject([
      { provider: 'anthropic', unpricedTurns: 0 },
      { provider: 'ollama', costUsd: 0, unpricedTurns: 1 },
      { provider: 'demo', unpricedTurns: 0 },
    ])
    expect(days).toMatchObject([{ costUsd: 0.65, scheduledUsd: 0.15, turns: 5, inputTokens: 400 }])
  })

  it('names ten conversations at most, and the owner’s own limits', async () => {
    for (let number = 1; number <= 12; number++)
      turn(
        '2026-11-21T10:00:00Z',
        { costUsd: number },
        {
          conversationId: platform.conversations.create({ title: `${number}` }).id,
        },
      )
    platform.settings.setAll({ turnBudgetUsd: 2, dailyBudgetUsd: 1 })
    const { conversations, budget } = await ask('zone=UTC')
    expect(conversations.map(({ title }) => title)).toEqual([
      '12',
      '11',
      '10',
      '9',
      '8',
      '7',
      '6',
      '5',
      '4',
      '3',
    ])
    expect(budget).toEqual({ turnUsd: 2, dayUsd: 1 })
  })

  it('refuses zones and numbers of days that there are not', async () => {
    for (const query of ['zone=Mars/Olympus', 'zone=', 'days=0', 'days=367', 'days=x', 'other=1'])
      expect((await platform.send('GET', `/api/usage?${query}`, undefined, { session })).status).toBe(400)
  })
})
