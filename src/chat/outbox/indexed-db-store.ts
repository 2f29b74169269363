import type { OutboxEntry, OutboxStore } from './outbox-store.ts'

const storeName = 'outbox'

/** Keeps entries in IndexedDB, shared by all tabs of this browser. The database is opened with the first use. */
export function createIndexedDbStore(databaseName = 'bloby-chat'): OutboxStore {
  let opened: Promise<IDBDatabase> | undefined

  function forget() {
    opened = undefined
  }

  function database(): Promise<IDBDatabase> {
    opened ??= openDatabase(databaseName, forget).catch((error: unknown) => {
      forget()
      throw error
    })
    return opened
  }

  /** Resolves once it is on disk. */
  async function run<T>(
    mode: IDBTransactionMode,
    ask: (entries: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const transaction = (await database()).transaction(storeName, mode)
    const request = ask(transaction.objectStore(storeName))
    return await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error ?? request.error)
    })
  }

  return {
    all: () => run<OutboxEntry[]>('readonly', (entries) => entries.index('createdAt').getAll()),
    async put(entry) {
      await run('readwrite', (entries) => entries.put(entry))
    },
    async remove(id) {
      await run('readwrite', (entries) => entries.delete(id))
    },
  }
}

/** `onLost`: the browser has closed it, as it does when it clears a site's data. */
function openDatabase(name: string, onLost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(storeName, { keyPath: 'id' }).createIndex('createdAt', 'createdAt')
    }
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const database = request.result
      database.onclose = onLost
      // Another tab, of a newer version, changes the database.
      database.onversionchange = () => {
        database.close()
        onLost()
      }
      resolve(database)
    }
  })
}
