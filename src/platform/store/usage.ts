import type { DatabaseSync } from 'node:sqlite'
import type { TurnOrigin } from './turns.ts'

/** What the turns of one quarter of an hour used that are alike in all else. */
export interface UsageRow {
  /** ms since 1970 */
  from: number
  conversationId: string
  /** Null of a conversation that was deleted. */
  title: string | null
  origin: TurnOrigin
  provider: string
  turns: number
  inputTokens: number
  outputTokens: number
  costUsd: number
  unpricedTurns: number
}

export type UsageRows = ReturnType<typeof createUsageRows>

/**
 * What turns used, from their own record. By quarters of an hour, because the clocks of all time zones are apart by whole ones: so the
 * days of any zone can be made of them.
 */
export function createUsageRows({ db }: { db: DatabaseSync }) {
  const select = db.prepare(
    `WITH ended AS (
       SELECT ended_at / 900000 AS quarter, conversation_id, origin, agent,
         json_extract(usage, '$.inputTokens') AS input, json_extract(usage, '$.outputTokens') AS output,
         json_extract(usage, '$.costUsd') AS cost
       FROM turns WHERE ended_at >= ? AND usage IS NOT NULL
     )
     SELECT quarter * 900000 AS "from", conversation_id AS conversationId, title, origin, agent AS provider,
       count(*) AS turns, sum(input) AS inputTokens, sum(output) AS outputTokens,
       coalesce(sum(cost), 0) AS costUsd, sum(cost IS NULL AND input + output > 0) AS unpricedTurns
     FROM ended LEFT JOIN conversations ON id = conversation_id AND removed_at IS NULL
     GROUP BY quarter, conversation_id, origin, agent ORDER BY quarter`,
  )

  return {
    /** Of the turns that ended since then (ms since 1970), the oldest first. */
    since: (atMs: number): UsageRow[] => select.all(atMs) as unknown as UsageRow[],
  }
}
