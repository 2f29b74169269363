import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { OutboxEntry, OutboxStore } from './outbox-store.ts'

interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxEntry; indexes: { createdAt: number } }
}

/** Keeps entries in IndexedDB, shared by all tabs of this browser. The database is opened with the first use. */
export function createIndexedDbStore(databaseName = 'bloby-chat'): OutboxStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined

  function database() {
    opened ??= openDB<Schema>(databaseName, 1, {
      upgrade(db) {
        db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('createdAt', 'createdAt')
      },
      terminated() {
        opened = undefined
      },
    }).catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }

  return {
    async all() {
      return (await database()).getAllFromIndex('outbox', 'createdAt')
    },
    async put(entry) {
      await (await database()).put('outbox', entry)
    },
    async remove(id) {
      await (await database()).delete('outbox', id)
    },
  }
}
