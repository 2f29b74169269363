import type { DatabaseSync } from 'node:sqlite'
import type { SentFile } from '../../protocol/turn-parts.ts'

export type FileRows = ReturnType<typeof createFileRows>

/** The rows behind `files/files.ts`. */
export function createFileRows({ db }: { db: DatabaseSync }) {
  const insertRow = db.prepare(
    `INSERT INTO files (id, name, media_type, size, path, created_at)
     VALUES (:id, :name, :mediaType, :size, :path, :createdAt)`,
  )
  const selectRow = db.prepare('SELECT id, name, media_type AS mediaType, size, path FROM files WHERE id = ?')

  return {
    /** `createdAt`: ms since 1970. */
    insert({ id, name, mediaType, size, path }: SentFile, createdAt: number): void {
      insertRow.run({ id, name, mediaType, size, path, createdAt })
    },
    find(id: string): SentFile | undefined {
      const row = selectRow.get(id)
      return row && ({ ...row } as unknown as SentFile)
    },
  }
}
