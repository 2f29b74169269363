import type { DatabaseSync } from 'node:sqlite'
import { createFiles } from '../platform/files/files.ts'
import { createMemoryFiles } from '../platform/memory-files.ts'
import { createAudit } from '../platform/store/audit.ts'
import { createBranches } from '../platform/store/branches.ts'
import { createConversations } from '../platform/store/conversations.ts'
import { createEngineSessions } from '../platform/store/engine-sessions.ts'
import { createMessages } from '../platform/store/messages.ts'
import { createSettings } from '../platform/store/settings.ts'
import { createTurnEvents } from '../platform/store/turn-events.ts'
import { createTurns } from '../platform/store/turns.ts'
import { createUsageRows } from '../platform/store/usage.ts'
import type { Clock } from '../system/clock.ts'

/** Everything that is kept in one installation's database. */
export type Stores = ReturnType<typeof createStores>

/** @param workspace the folder that holds the bytes of what was sent */
export function createStores({ workspace, ...at }: { db: DatabaseSync; clock: Clock; workspace: string }) {
  return {
    ...at,
    conversations: createConversations(at),
    messages: createMessages(at),
    branches: createBranches(at),
    turns: createTurns(at),
    usage: createUsageRows(at),
    events: createTurnEvents(at),
    settings: createSettings(at),
    audit: createAudit(at),
    engineSessions: createEngineSessions(at),
    files: createFiles({ ...at, workspace }),
    memoryFiles: createMemoryFiles({ workspace }),
  }
}
