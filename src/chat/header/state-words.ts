import type { ConnectionState } from '../connection/connection.ts'
import { texts } from '../texts.ts'

/** The line under the title. A connection that is only just lost is called reconnecting; one that stays away, offline. */
export function stateWords(now: {
  connection: ConnectionState
  unsent: number
  isWorking: boolean
  needsOwner: boolean
}): string {
  const { connection, unsent } = now
  if (connection.kind === 'online')
    return now.needsOwner ? texts.state.needsYou : now.isWorking ? texts.state.working : texts.state.ready
  const failures = connection.kind === 'signed-out' ? 0 : connection.failures
  if (failures === 0) return texts.state.connecting
  if (unsent > 0) return texts.state.offlineUnsent(unsent)
  return failures < 3 ? texts.state.reconnecting : texts.state.offline
}
