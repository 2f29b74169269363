import type { OutboxEntry, OutboxStore } from './outbox-store.ts'

const prefix = 'bloby_unsent:'

/**
 * Writes each entry down at once before `disk`, which takes its time, has it: a page can end in the milliseconds after Send. Storage
 * that refuses leaves that to the disk alone.
 */
export function writeAhead(disk: OutboxStore, storage: () => Storage): OutboxStore {
  return {
    async all() {
      const kept = await disk.all()
      const ahead = readAhead(storage).filter(({ id }) => !kept.some((entry) => entry.id === id))
      return [...kept, ...ahead].sort((a, b) => a.createdAt - b.createdAt)
    },
    async put(entry) {
      attempt(() => storage().setItem(prefix + entry.id, JSON.stringify(entry)))
      await disk.put(entry)
      attempt(() => storage().removeItem(prefix + entry.id))
    },
    async remove(id) {
      attempt(() => storage().removeItem(prefix + id))
      await disk.remove(id)
    },
  }
}

function readAhead(storage: () => Storage): OutboxEntry[] {
  const entries: OutboxEntry[] = []
  attempt(() => {
    for (const [key, text] of Object.entries(storage()))
      if (key.startsWith(prefix)) attempt(() => entries.push(JSON.parse(text) as OutboxEntry))
  })
  return entries
}

function attempt(work: () => unknown) {
  try {
    work()
  } catch {
    // It can be refused, or full.
  }
}
