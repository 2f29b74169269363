import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { inTransaction } from './transaction.ts'

function open() {
  const db = new DatabaseSync(':memory:')
  db.exec('CREATE TABLE numbers (value INTEGER)')
  const insert = db.prepare('INSERT INTO numbers VALUES (?)')
  return {
    db,
    add: (value: number) => insert.run(value),
    all: () =>
      db
        .prepare('SELECT value FROM numbers')
        .all()
        .map((row) => row.value),
  }
}

describe('inTransaction', () => {
  it('keeps what was done and gives the result', () => {
    const { db, add, all } = open()
    const result = inTransaction(db, () => {
      add(1)
      add(2)
      return 'both'
    })
    expect(result).toBe('both')
    expect(all()).toEqual([1, 2])
    expect(db.isTransaction).toBe(false)
  })

  it('keeps nothing when it throws, and passes the error on', () => {
    const { db, add, all } = open()
    const broken = () =>
      inTransaction(db, () => {
        add(1)
        throw new Error('no')
      })
    expect(broken).toThrow('no')
    expect(all()).toEqual([])
    expect(db.isTransaction).toBe(false)
  })

  it('joins the transaction around it', () => {
    const { db, add, all } = open()
    const broken = () =>
      inTransaction(db, () => {
        inTransaction(db, () => add(1))
        throw new Error('no')
      })
    expect(broken).toThrow('no')
    expect(all()).toEqual([])
  })
})
