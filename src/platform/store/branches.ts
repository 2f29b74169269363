import type { DatabaseSync } from 'node:sqlite'
import type { BranchPlace } from '../../protocol/branches.ts'
import type { ChatMessage } from '../../protocol/chat.ts'

export type Branches = ReturnType<typeof createBranches>

/** Everything is over in what is copied: what waits or is being written belongs to its own conversation. */
const isOver = `status IN ('sent', 'done', 'stopped', 'failed', 'interrupted')`

/**
 * Conversations that begin with what was said in another one. A copied message says of which one it is a copy, always of the
 * first; a message that was said in another one's place says of which, always of the first in that place.
 */
export function createBranches({ db }: { db: DatabaseSync }) {
  // What was asked before the message may have been answered after it was sent, when it had to wait.
  const copyRows = db.prepare(`
    INSERT INTO messages (id, conversation_id, position, role, content, parts, status, usage, created_at, copy_of)
    SELECT lower(hex(randomblob(16))), :to, position, role, content, parts, status, usage, created_at,
      coalesce(copy_of, id)
    FROM messages
    WHERE conversation_id = :from AND ${isOver} AND (
      position < :before
      OR turn_id IN (
        SELECT turns.id FROM turns JOIN messages AS asked ON asked.id = turns.request_id
        WHERE asked.conversation_id = :from AND asked.position < :before
      )
    )
    ORDER BY position
  `)
  const selectLast = db.prepare(
    'SELECT coalesce(max(position), 0) AS position FROM messages WHERE conversation_id = ?',
  )
  const selectPlace = db.prepare(`
    SELECT coalesce(original.variant_of, original.id) AS place
    FROM messages JOIN messages AS original ON original.id = coalesce(messages.copy_of, messages.id)
    WHERE messages.id = ?
  `)
  const setPlace = db.prepare('UPDATE messages SET variant_of = :place WHERE id = :id')
  // Each row is a message that can be shown: one of those in a place, or a copy of it. The newest conversation is the first.
  const selectVariants = db.prepare(`
    WITH places AS (
      SELECT DISTINCT variant_of AS place FROM messages
      WHERE variant_of IS NOT NULL
        AND conversation_id IN (SELECT id FROM conversations WHERE family_id = :family)
    ), originals AS (
      SELECT id, number, place FROM messages JOIN places ON id = place
      UNION ALL SELECT id, number, place FROM messages JOIN places ON variant_of = place
    ), readings AS (
      SELECT originals.number, place, originals.id AS variant, originals.id AS shown FROM originals
      UNION ALL
      SELECT originals.number, place, originals.id, messages.id FROM originals
        JOIN messages ON messages.copy_of = originals.id
    )
    SELECT place, variant, messages.id AS messageId, conversation_id AS conversationId
    FROM readings JOIN messages ON messages.id = shown
      JOIN conversations ON conversations.id = messages.conversation_id
    WHERE removed_at IS NULL AND status <> 'withdrawn'
    ORDER BY readings.number, updated_at DESC, conversations.id DESC
  `)

  return {
    /** Copies what was said before a message, with the answers to it, and gives the position of the last one; 0 without any. */
    copyBefore({ conversationId, position }: ChatMessage, to: string): number {
      copyRows.run({ from: conversationId, before: position, to })
      return Number(selectLast.get(to)?.position)
    },

    /** Notes that a message stands in the place of another one. */
    setVariant(id: string, of: string): void {
      setPlace.run({ id, place: String(selectPlace.get(of)?.place) })
    },

    /** Where in a conversation of this family something else was said, with what else. */
    placesOf(conversationId: string, family: string): BranchPlace[] {
      const rows = selectVariants.all({ family }) as unknown as VariantRow[]
      const places = [...Map.groupBy(rows, ({ place }) => place).values()]
      return places.flatMap((ofPlace) => {
        const shown = [...Map.groupBy(ofPlace, ({ variant }) => variant).values()].flatMap(
          (same) => same.find((row) => row.conversationId === conversationId) ?? same[0] ?? [],
        )
        const index = shown.findIndex((row) => row.conversationId === conversationId)
        const own = shown[index]
        if (own === undefined || shown.length < 2) return []
        const variants = shown.map((row) => ({
          conversationId: row.conversationId,
          messageId: row.messageId,
        }))
        return { messageId: own.messageId, index, variants }
      })
    },
  }
}

interface VariantRow {
  place: string
  variant: string
  messageId: string
  conversationId: string
}
