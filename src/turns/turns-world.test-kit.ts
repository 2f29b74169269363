import { setImmediate } from 'node:timers/promises'
import pino from 'pino'
import { createFiles } from '../platform/files/files.ts'
import { createAudit } from '../platform/store/audit.ts'
import { createBranches } from '../platform/store/branches.ts'
import { createConversations } from '../platform/store/conversations.ts'
import { openDatabase } from '../platform/store/database.ts'
import { createEngineSessions } from '../platform/store/engine-sessions.ts'
import { createMessages } from '../platform/store/messages.ts'
import { migrations } from '../platform/store/migrations.ts'
import { createSettings } from '../platform/store/settings.ts'
import { createTurnEvents } from '../platform/store/turn-events.ts'
import { createTurns as createTurnStore } from '../platform/store/turns.ts'
import type { ServerMessage } from '../protocol/chat.ts'
import { createFakeClock } from '../system/fake-clock.test-kit.ts'
import { createScriptedAgent } from './scripted-agent.test-kit.ts'
import { createTurns } from './turns.ts'

/** The turns of a supervisor on a database in memory, which can be started again as after a crash. */
export function turnsWorld() {
  const clock = createFakeClock()
  const db = openDatabase(':memory:', migrations)
  const stores = { db, clock }
  const conversations = createConversations(stores)
  const messages = createMessages(stores)
  const branches = createBranches(stores)
  const turnStore = createTurnStore(stores)
  const events = createTurnEvents(stores)
  const engineSessions = createEngineSessions(stores)
  const audit = createAudit(stores)
  const settings = createSettings(stores)
  const sent: ServerMessage[] = []
  const start = () => {
    const scripted = createScriptedAgent()
    const turns = createTurns({
      db,
      conversations,
      messages,
      branches,
      turns: turnStore,
      events,
      engineSessions,
      audit,
      settings,
      files: createFiles({ ...stores, workspace: '/nowhere' }),
      agents: { demo: scripted.agent },
      workspace: '/nowhere',
      broadcast: (message) => void sent.push(message),
      clock,
      log: pino({ level: 'silent' }),
    })
    return { turns, scripted }
  }
  /** Lets what was said travel, and the batches go out. */
  const settle = async () => {
    for (let round = 0; round < 5; round++) {
      await setImmediate()
      clock.advance(50)
    }
  }
  const ask = (turns: ReturnType<typeof start>['turns'], id: string, content = id, conversationId = 'c1') =>
    turns.accept({ id, content, conversationId, isNewConversation: true })
  return {
    clock,
    db,
    conversations,
    messages,
    branches,
    turnStore,
    events,
    engineSessions,
    audit,
    settings,
    sent,
    start,
    settle,
    ask,
  }
}
