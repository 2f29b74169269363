import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import type { ApiClient } from '../e2e/api.ts'
import type { Program } from '../e2e/start-program.ts'
import type { Device } from './device.ts'
import type { Kill, Step } from './plan.ts'
import { processesOf } from './processes.ts'
import type { WildProxy } from './wild-proxy.ts'

/** A message that the owner sent. */
export interface Said {
  id: string
  conversationId: string
  text: string
}

export interface ChaosResult {
  said: Said[]
  kills: number
  killsDuringStart: number
  reloads: number
  /** Processes that outlived the supervisor's next start, though they were of the run before. */
  leftovers: string[]
}

/** How many messages may wait in a conversation: so that kills fall into work, and not into one long wait at the end. */
const mostQueued = 6
const mostUnsent = 10

/** Lets the owner say everything while all of it happens. Resolves when all is said and the platform runs. */
export async function runChaos(deps: {
  steps: readonly Step[]
  device: Device
  program: Program
  api: ApiClient
  proxy: WildProxy
}): Promise<ChaosResult> {
  const { device, program, api, proxy } = deps
  const result = { said: [] as Said[], kills: 0, killsDuringStart: 0, reloads: 0 }
  const conversations = new Map<number, string>()
  const leftovers = new Set<string>()
  let disaster = Promise.resolve()

  async function kill(plan: Kill): Promise<void> {
    await sleep(plan.afterMs)
    const before = processesOf(program.home).map(({ pid }) => pid)
    await program.kill9()
    result.kills += 1
    await sleep(plan.downMs)
    if (plan.againAfterMs !== undefined && (await killDuringStart(plan.againAfterMs)))
      result.killsDuringStart += 1
    await program.restart()
    if (plan.isWoken) await device.tell('wake')
    await expectGone(before)
  }

  /** False when it was ready before. */
  async function killDuringStart(afterMs: number): Promise<boolean> {
    const starting = program.restart().then(
      () => true,
      () => false,
    )
    const pid = await supervisorOf(program.home)
    await sleep(afterMs)
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself, which the start that follows shows.
    }
    return !(await starting)
  }

  async function expectGone(pids: readonly number[]): Promise<void> {
    let left = processesOf(program.home).filter(({ pid }) => pids.includes(pid))
    for (let tries = 0; left.length > 0 && tries < 50; tries++) {
      await sleep(100)
      left = processesOf(program.home).filter(({ pid }) => pids.includes(pid))
    }
    for (const { pid, command } of left) leftovers.add(`${pid} …${command.slice(-80)}`)
  }

  async function suffer(trouble: Step['trouble']): Promise<void> {
    if (trouble === 'reload') {
      result.reloads += 1
      await device.tell('reload')
    }
    if (trouble === 'freeze') {
      proxy.freeze()
      // The phone is taken out of a pocket, where its network went away.
      await device.tell('wake')
    }
  }

  async function hasRoom(place: number): Promise<boolean> {
    const { unsent } = await device.tell('report')
    if (unsent.filter(({ state }) => state !== 'accepted').length >= mostUnsent) return false
    const id = conversations.get(place)
    if (id === undefined) return true
    const page = await messagesOf(api, id, undefined)
    // What nobody answers cannot be counted: the outbox alone bounds it then.
    return (page?.messages.filter(({ status }) => status === 'queued').length ?? 0) < mostQueued
  }

  for (const step of deps.steps) {
    while (!(await hasRoom(step.place))) await sleep(30)
    if (step.isWoken) await device.tell('wake')
    const conversationId = conversations.get(step.place)
    const where = await device.tell('say', { text: step.text, conversationId })
    conversations.set(step.place, where.conversationId)
    if (result.said.length > 0 && result.said.length % 100 === 0)
      console.log(`${result.said.length} of ${deps.steps.length} messages, ${result.kills} kills`)
    result.said.push({ id: where.messageId, conversationId: where.conversationId, text: step.text })
    const { kill: planned } = step
    if (planned) disaster = disaster.then(() => kill(planned))
    await suffer(step.trouble)
    await sleep(step.pauseMs)
    // The plan's kills come one after the other, not all after the last word.
    if (planned) await Promise.race([disaster, sleep(1500)])
  }
  await disaster
  return { ...result, leftovers: [...leftovers] }
}

async function supervisorOf(home: string): Promise<number> {
  for (;;) {
    const found = processesOf(home).find(({ command }) => command.includes('supervisor/main.ts'))
    if (found) return found.pid
    await sleep(5)
  }
}

/** The whole record of a conversation, as the platform's API gives it, oldest first. */
export async function recordOf(api: ApiClient, conversationId: string): Promise<ChatMessage[]> {
  let all: ChatMessage[] = []
  for (let before: string | null | undefined; before !== null; ) {
    const page = await messagesOf(api, conversationId, before)
    if (!page) throw new Error('The platform does not answer.')
    all = [...page.messages, ...all]
    before = page.nextCursor
  }
  return all
}

async function messagesOf(api: ApiClient, conversationId: string, before: string | undefined) {
  const query = new URLSearchParams({ limit: '200', ...(before !== undefined && { before }) })
  const path = `/api/conversations/${conversationId}/messages?${query}`
  const response = await api.fetch(path).catch(() => undefined)
  if (!response?.ok) return undefined
  return (await response.json()) as { messages: ChatMessage[]; nextCursor: string | null }
}
