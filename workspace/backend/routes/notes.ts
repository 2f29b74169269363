import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Deps } from '../app.ts'
import { readNote } from '../note-kind.ts'
import { badRequest, readBody } from '../read-body.ts'

const maxLength = 4000
const maxListLength = 200
const undoMs = 24 * 60 * 60 * 1000
const columns = 'id, kind, text, url, list, isDone, createdAt'

/** What the owner keeps: notes, to-dos and links. A deleted one can be restored for a day. */
export function notes({ database, now }: Deps): Hono {
  const list = database.prepare(
    `SELECT ${columns} FROM notes WHERE deletedAt IS NULL ORDER BY isDone, createdAt DESC, rowid DESC LIMIT 500`,
  )
  const find = database.prepare(`SELECT ${columns} FROM notes WHERE id = ? AND deletedAt IS NULL`)
  const insert = database.prepare(
    'INSERT INTO notes (id, kind, text, url, list, createdAt) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const setDone = database.prepare('UPDATE notes SET isDone = ? WHERE id = ? AND deletedAt IS NULL')
  const remove = database.prepare('UPDATE notes SET deletedAt = ? WHERE id = ? AND deletedAt IS NULL')
  const restore = database.prepare('UPDATE notes SET deletedAt = NULL WHERE id = ?')
  const purge = database.prepare('DELETE FROM notes WHERE deletedAt < ?')

  return new Hono()
    .get('/', (c) => c.json({ notes: list.all().map(toNote) }))
    .post('/', async (c) => {
      const { text, list = null } = await readBody(c)
      if (typeof text !== 'string' || text.trim() === '') throw badRequest('text: write something to keep.')
      if (text.length > maxLength) throw badRequest(`text: at most ${maxLength} characters.`)
      if (list !== null && (typeof list !== 'string' || list.length > maxListLength))
        throw badRequest(`list: the name of a list, at most ${maxListLength} characters.`)
      const id = randomUUID()
      const note = readNote(text)
      insert.run(id, note.kind, note.text, note.url, list, now().getTime())
      return c.json({ note: read(id) }, 201)
    })
    .patch('/:id', async (c) => {
      const { isDone } = await readBody(c)
      if (typeof isDone !== 'boolean') throw badRequest('isDone: true or false.')
      setDone.run(isDone ? 1 : 0, c.req.param('id'))
      return c.json({ note: read(c.req.param('id')) })
    })
    .delete('/:id', (c) => {
      const time = now().getTime()
      purge.run(time - undoMs)
      if (remove.run(time, c.req.param('id')).changes === 0) throw gone()
      return c.body(null, 204)
    })
    .post('/:id/restore', (c) => {
      restore.run(c.req.param('id'))
      return c.json({ note: read(c.req.param('id')) })
    })

  function read(id: string) {
    const row = find.get(id)
    if (!row) throw gone()
    return toNote(row)
  }
}

function toNote(row: Record<string, unknown>) {
  return { ...row, isDone: row.isDone === 1 }
}

function gone(): HTTPException {
  return new HTTPException(404, { message: 'This note is gone.' })
}
