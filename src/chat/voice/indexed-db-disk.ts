import type { Recording, RecordingDisk } from './recording.ts'

const recordings = 'recordings'
const sounds = 'sounds'

/** Keeps recordings in IndexedDB, and their sound piece by piece, as it comes. */
export function createIndexedDbDisk(databaseName = 'bloby-voice'): RecordingDisk {
  /** Opened for each use: between two of them the browser may close it. */
  async function run<T>(
    mode: IDBTransactionMode,
    ask: (stores: { entries: IDBObjectStore; pieces: IDBObjectStore }) => IDBRequest<T>,
  ): Promise<T> {
    const database = await openDatabase(databaseName)
    try {
      const transaction = database.transaction([recordings, sounds], mode)
      const request = ask({
        entries: transaction.objectStore(recordings),
        pieces: transaction.objectStore(sounds),
      })
      return await new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(request.result)
        transaction.onabort = () => reject(transaction.error ?? request.error)
      })
    } finally {
      database.close()
    }
  }

  return {
    async all() {
      const all = await run<Recording[]>('readonly', ({ entries }) => entries.getAll())
      return all.sort((a, b) => a.createdAt - b.createdAt)
    },
    async put(recording) {
      await run('readwrite', ({ entries }) => entries.put(recording))
    },
    async append(recording, sound) {
      // Bytes, because some browsers cannot keep blobs.
      const bytes = await sound.arrayBuffer()
      await run('readwrite', ({ entries, pieces }) => {
        pieces.add({ id: recording.id, bytes })
        return entries.put(recording)
      })
    },
    async sound(id) {
      const pieces = await run<{ bytes: ArrayBuffer }[]>('readonly', (stores) =>
        stores.pieces.index('id').getAll(id),
      )
      return pieces.map(({ bytes }) => new Blob([bytes]))
    },
    async remove(id) {
      await run('readwrite', ({ entries, pieces }) => {
        const keys = pieces.index('id').getAllKeys(id)
        keys.onsuccess = () => {
          for (const key of keys.result) pieces.delete(key)
        }
        return entries.delete(id)
      })
    },
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(recordings, { keyPath: 'id' })
      request.result.createObjectStore(sounds, { autoIncrement: true }).createIndex('id', 'id')
    }
    request.onerror = () => reject(request.error)
    request.onsuccess = () => resolve(request.result)
  })
}
