import { readdirSync, readFileSync } from 'node:fs'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { applyPartUpdate, type MessagePart, textOfParts } from '../../protocol/turn-parts.ts'
import type { Clock } from '../../system/clock.ts'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { type AgentEvent, type AgentSession, isPartUpdate, type Prompt } from '../agent.ts'
import { createDemoAgent, type DemoAgentDeps } from './demo-agent.ts'

const template = join(import.meta.dirname, '../../../workspace')
/** A Saturday. */
export const now = new Date(2026, 10, 21, 10, 30).getTime()

/** A clock whose waits last only until everything that is ready has run. */
export const quickClock: Clock = {
  now: () => now,
  after(_ms, callback) {
    const timer = setImmediate(callback)
    return () => clearImmediate(timer)
  },
}

type End = Extract<AgentEvent, { type: 'turn-end' }>

/** A copy of the template in a temporary folder, and a conversation with the demo about it. */
export async function createDemoWorkspace() {
  const dir = join(temporaryDirectory(), 'workspace')
  await cp(template, dir, {
    recursive: true,
    filter: (path) => !/\/(?:node_modules|dist)$|app\.db|\.test\.ts$/.test(path),
  })
  let session: AgentSession
  let events: AsyncIterator<AgentEvent>
  open()

  /** Begins another session, as after a restart. */
  function open(deps: DemoAgentDeps = { clock: createFakeClock(now), random: () => 0.5, delayMs: 0 }) {
    session = createDemoAgent(deps).open({ conversationId: 'one', workspaceDir: dir })
    events = session.events[Symbol.asyncIterator]()
  }

  async function turnEnd(
    onEvent: (event: AgentEvent) => void = () => {},
  ): Promise<{ end: End; parts: MessagePart[]; text: string }> {
    let parts: MessagePart[] = []
    for (;;) {
      const { value, done } = await events.next()
      if (done) throw new Error('The events ended inside a turn.')
      onEvent(value)
      if (value.type === 'turn-end') return { end: value, parts, text: textOfParts(parts) }
      if (isPartUpdate(value)) parts = applyPartUpdate(parts, value)
    }
  }

  return {
    dir,
    open,
    turnEnd,
    send: (text: string) => session.send({ text, access: 'workspace' }),
    next: () => events.next(),
    interrupt: () => session.interrupt(),
    close: () => session.close(),
    /** Sends a request and reads to the end of its turn. */
    ask(text: string, prompt: Partial<Prompt> = {}) {
      session.send({ text, access: 'workspace', ...prompt })
      return turnEnd()
    },
    file: (path: string) => readFile(join(dir, path), 'utf8'),
    json: async (path: string) => JSON.parse(await readFile(join(dir, path), 'utf8')),
    /** Every file but the database, by its path in the workspace. */
    snapshot(): Record<string, string> {
      const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('app.db'))
      return Object.fromEntries(
        files.map(({ parentPath, name }) => {
          const path = join(parentPath, name)
          return [path.slice(dir.length + 1), readFileSync(path, 'utf8')]
        }),
      )
    },
    /** Makes app.db with the tables of the template's own backend. */
    makeDatabase() {
      const source = readFileSync(join(template, 'backend/database.ts'), 'utf8')
      const table = /`(CREATE TABLE notes[^`]*)`/.exec(source)?.[1]
      if (table === undefined) throw new Error('The template has no notes table.')
      const database = new DatabaseSync(join(dir, 'app.db'))
      database.exec(table)
      database.close()
    },
    notes(): unknown[] {
      const database = new DatabaseSync(join(dir, 'app.db'))
      const rows = database
        .prepare('SELECT kind, text, url FROM notes WHERE deletedAt IS NULL ORDER BY createdAt DESC')
        .all()
      database.close()
      return rows.map((row) => ({ ...row }))
    },
  }
}

export function toolsOf(parts: MessagePart[]) {
  return parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : []))
}
