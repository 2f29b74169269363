import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import { claim, login } from '../e2e/api.ts'
import { startProgram } from '../e2e/start-program.ts'
import { createChance } from './chance.ts'
import { createDevice, type Device } from './device.ts'
import { noteOf, planChaos } from './plan.ts'
import { processesOf } from './processes.ts'
import { recordOf, runChaos } from './run-chaos.ts'
import { createWildProxy } from './wild-proxy.ts'

const messages = Number(process.env.CHAOS_MESSAGES ?? 60)
const kills = Number(process.env.CHAOS_KILLS ?? Math.round(messages / 10))
const seed = Number(process.env.CHAOS_SEED ?? 1)
const patience = { timeout: 120_000, interval: 250 }

test(`${messages} messages, ${kills} kills, a bad network (seed ${seed}): each is there once, in order, with one answer, on every device`, {
  timeout: 120_000 + messages * 5_000,
}, async () => {
  const chance = createChance(seed)
  const program = await startProgram({
    // The device's address is the proxy's.
    prepareHome: (home) => writeFileSync(path.join(home, 'config.json'), '{ "allowedHosts": ["localhost"] }'),
  })
  onTestFinished(() => program.dispose())
  const api = await claim(program.ready, { password: 'correct horse' })
  await vi.waitFor(async () => {
    const { processes } = (await (await api.fetch('/api/system')).json()) as {
      processes: { name: string; status: string }[]
    }
    expect(processes.find(({ name }) => name === 'backend')?.status).toBe('running')
  }, patience)
  const proxy = await createWildProxy({ target: program.port, chance: chance.branch('network') })
  onTestFinished(() => proxy.close())
  const url = `http://localhost:${proxy.port}`

  async function newDevice(): Promise<Device> {
    const { token } = await login(program.ready, 'correct horse')
    const device = createDevice({ url, token })
    onTestFinished(() => device.close())
    return device
  }
  const device = await newDevice()
  const absent = await newDevice()
  await absent.tell('setNetwork', { isThere: false })

  const startedAt = performance.now()
  const steps = planChaos({ messages, kills, seed }, chance.branch('plan'))
  const { said, ...events } = await runChaos({ steps, device, program, api, proxy })
  proxy.calm()
  await device.tell('wake')
  // The last answer comes in peace: it is the one that the others are held against.
  const text = 'What can you do? (last)'
  const last = await device.tell('say', { text, conversationId: said[0]?.conversationId })
  said.push({ id: last.messageId, conversationId: last.conversationId, text })

  await vi.waitFor(
    async () => {
      const { unsent } = await device.tell('report')
      // What the platform has stays until its conversation is opened again.
      expect(unsent.filter(({ state }) => state !== 'accepted')).toEqual([])
      const response = await api.fetch('/api/conversations?limit=100')
      const { conversations } = (await response.json()) as { conversations: { isWorking: boolean }[] }
      expect(conversations.filter(({ isWorking }) => isWorking)).toEqual([])
    },
    { ...patience, timeout: 60_000 + messages * 1_000 },
  )

  const ids = [...new Set(said.map(({ conversationId }) => conversationId))]
  const records = new Map<string, ChatMessage[]>()
  for (const id of ids) records.set(id, await recordOf(api, id))

  for (const [id, record] of records) {
    const wanted = said.filter(({ conversationId }) => conversationId === id)
    const owners = record.filter(({ role }) => role === 'user')
    expect(owners.map(({ content }) => content)).toEqual(wanted.map(({ text }) => text))
    expect(owners.map((message) => message.id)).toEqual(wanted.map((message) => message.id))
    expect(new Set(owners.map(({ status }) => status))).toEqual(new Set(['sent']))
    // One answer each, in the order of what they answer.
    const answers = record.filter(({ role }) => role === 'assistant')
    expect(answers.map(({ turnId }) => turnId)).toEqual(owners.map(({ turnId }) => turnId))
    for (const { status } of answers) expect(['done', 'interrupted']).toContain(status)
  }
  const answers = [...records.values()].flat().filter(({ role }) => role === 'assistant')
  const interrupted = answers.filter(({ status }) => status === 'interrupted')
  expectWhole(said, records)

  // What each device shows is what the platform has: where it was open all the time without being asked to look again.
  await vi.waitFor(async () => {
    const { conversationId, messages: live } = await device.tell('live')
    expect(live).not.toEqual([])
    expect(live).toEqual(records.get(conversationId)?.slice(-live.length))
  }, patience)
  await absent.tell('setNetwork', { isThere: true })
  await absent.tell('wake')
  const fresh = await newDevice()
  for (const [name, each] of Object.entries({ device, absent, fresh }))
    for (const [id, record] of records)
      await vi.waitFor(
        async () => expect(await each.tell('shown', { conversationId: id }), name).toEqual(record),
        patience,
      )
  await device.tell('reload')
  for (const [id, record] of records)
    expect(await device.tell('shown', { conversationId: id })).toEqual(record)
  for (const each of [device, absent, fresh])
    expect(await each.tell('report')).toMatchObject({ unsent: [], complaints: [] })

  expect(events.leftovers).toEqual([])
  expect(
    processesOf(program.home).filter(({ command }) => command.includes('supervisor/main.ts')),
  ).toHaveLength(1)
  await program.stop()
  await vi.waitFor(() => expect(processesOf(program.home)).toEqual([]), patience)

  // Each was done once, if it was done at all.
  const notes = notesIn(path.join(program.home, 'workspace', 'app.db'))
  for (const [index, { text, id }] of said.entries()) {
    const turnId = [...records.values()].flat().find((message) => message.id === id)?.turnId
    const answer = answers.find((message) => message.turnId === turnId)
    if (!text.startsWith('Add a note')) continue
    const times = notes.filter((note) => note === noteOf(seed, index)).length
    expect(times, text).toBeLessThanOrEqual(1)
    if (answer?.status === 'done') expect(times, text).toBe(1)
  }
  console.log(
    JSON.stringify({
      seed,
      messages: said.length,
      seconds: Math.round((performance.now() - startedAt) / 1000),
      interrupted: interrupted.length,
      kills: events.kills,
      killsDuringStart: events.killsDuringStart,
      reloads: events.reloads,
      ...proxy.done,
    }),
  )
})

/** A whole answer to the same request is always the same; one that was cut off is a beginning of it. */
function expectWhole(
  said: readonly { id: string; text: string }[],
  records: ReadonlyMap<string, readonly ChatMessage[]>,
): void {
  const all = [...records.values()].flat()
  const texts = new Map(said.map(({ id, text }) => [all.find((message) => message.id === id)?.turnId, text]))
  const long = all.filter(
    ({ role, turnId }) => role === 'assistant' && texts.get(turnId)?.startsWith('What can you do'),
  )
  const whole = new Set(long.filter(({ status }) => status === 'done').map(({ content }) => content))
  expect(whole.size).toBe(1)
  for (const { content } of long) expect([...whole][0]?.startsWith(content)).toBe(true)
}

function notesIn(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database
      .prepare('SELECT text FROM notes')
      .all()
      .map(({ text }) => String(text))
  } finally {
    database.close()
  }
}
