import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFiles } from '../platform/files/files.ts'
import { createBranches } from '../platform/store/branches.ts'
import { createConversations } from '../platform/store/conversations.ts'
import { openDatabase } from '../platform/store/database.ts'
import { createMessages } from '../platform/store/messages.ts'
import { migrations } from '../platform/store/migrations.ts'
import { createSettings } from '../platform/store/settings.ts'
import { createTurnEvents } from '../platform/store/turn-events.ts'
import { createTurns } from '../platform/store/turns.ts'
import type { ServerMessage } from '../protocol/chat.ts'
import { maxFileBytes, mostFiles } from '../protocol/file-limits.ts'
import { createFakeClock } from '../system/fake-clock.test-kit.ts'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { createIntake } from './intake.ts'
import { createRecord } from './record.ts'

function world() {
  const workspace = temporaryDirectory()
  const folder = join(workspace, 'files')
  mkdirSync(folder)
  const clock = createFakeClock()
  const db = openDatabase(':memory:', migrations)
  const stores = { db, clock }
  const conversations = createConversations(stores)
  const messages = createMessages(stores)
  const files = createFiles({ ...stores, workspace })
  const sent: ServerMessage[] = []
  const record = createRecord({
    db,
    conversations,
    events: createTurnEvents(stores),
    broadcast: (message) => sent.push(message),
  })
  const settings = createSettings(stores)
  const take = createIntake({
    branches: createBranches({ db }),
    record,
    conversations,
    messages,
    turns: createTurns(stores),
    settings,
    files,
    clock,
  })
  return { db, workspace, folder, conversations, messages, files, sent, take }
}

const png = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1')
const photo = { name: 'photo.png', mediaType: 'image/png', data: png.toString('base64') }
const notes = { name: 'notes.txt', mediaType: 'text/plain', data: Buffer.from('hello').toString('base64') }

test('a message of files alone is taken, and its conversation is named after the first', () => {
  const { take, messages, conversations, files, workspace } = world()
  const conversationId = take({ id: 'm1', content: '  ', attachments: [photo, notes] })
  expect(conversations.find(conversationId)?.title).toBe('photo.png')
  const parts = messages.find('m1')?.parts ?? []
  expect(parts).toMatchObject([
    { type: 'file', file: { name: 'photo.png', mediaType: 'image/png', size: png.length } },
    { type: 'file', file: { name: 'notes.txt', mediaType: 'text/plain', size: 5 } },
  ])
  for (const part of parts)
    if (part.type === 'file') {
      expect(files.find(part.file.id)).toEqual(part.file)
      expect(readFileSync(join(workspace, part.file.path)).length).toBe(part.file.size)
    }
})

test('a voice message keeps its wave and length beside its file, which know of neither by themselves', () => {
  const { take, messages, files } = world()
  const file = files.save({ name: 'voice.webm', mediaType: 'audio/webm', bytes: Buffer.from('x') })
  files.record(file)
  const voice = { durationMs: 1200, peaks: [0, 50, 100], missing: 'key' as const }
  take({
    id: 'm1',
    content: '',
    attachments: [{ name: 'a', mediaType: 'audio/webm', fileId: file.id, voice }],
  })
  expect(messages.find('m1')?.parts).toEqual([{ type: 'file', file: { ...file, voice } }])
  expect(files.find(file.id)).toEqual(file)
})

test('a file that was sent before is named by its id, with words to it', () => {
  const { take, messages, files, folder, conversations } = world()
  const file = files.save({ name: 'a.txt', mediaType: 'text/plain', bytes: Buffer.from('x') })
  files.record(file)
  const attachments = [{ name: 'a.txt', mediaType: 'text/plain', fileId: file.id }]
  const conversationId = take({ id: 'm1', content: 'What is this?', attachments })
  expect(messages.find('m1')).toMatchObject({ content: 'What is this?', parts: [{ type: 'file', file }] })
  expect(conversations.find(conversationId)?.title).toBe('What is this?')
  expect(readdirSync(folder)).toHaveLength(1)
})

test.each([
  ['without content', [{ name: 'a', mediaType: '' }], 'without its content'],
  ['of an unknown id', [{ name: 'a', mediaType: '', fileId: 'x' }], 'Attach it again'],
  ['that is no base64', [{ ...notes, data: 'aGVs!G8=' }], 'not valid base64'],
  ['that is a data address', [{ ...notes, data: 'data:text/plain;base64,aGVsbG8=' }], 'not valid base64'],
  ['with a digit too few', [{ ...notes, data: 'aGVsb' }], 'not valid base64'],
  ['over 25 MB', [{ ...notes, data: 'A'.repeat(Math.ceil((maxFileBytes + 3) / 3) * 4) }], '25 MB'],
  ['too many', Array.from({ length: mostFiles + 1 }, () => notes), 'room for 10 files'],
])('an attachment %s is refused in words, with all that came with it', (_, attachments, words) => {
  const { take, folder, conversations, messages } = world()
  expect(() => take({ id: 'm1', content: 'hi', attachments: [photo, ...attachments] })).toThrow(words)
  expect(readdirSync(folder)).toEqual([])
  expect(messages.find('m1')).toBeUndefined()
  expect(conversations.list().conversations).toEqual([])
})

test('a message that cannot be written down takes its files with it', () => {
  const { take, folder, db, sent } = world()
  db.exec("CREATE TRIGGER full BEFORE INSERT ON turns BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
  expect(() => take({ id: 'm1', content: 'hi', attachments: [photo, notes] })).toThrow()
  expect(readdirSync(folder)).toEqual([])
  expect(db.prepare('SELECT count(*) AS count FROM files').get()?.count).toBe(0)
  expect(sent).toEqual([])
})

test('a message without words and files is refused', () => {
  const { take } = world()
  for (const content of ['', ' \n'])
    expect(() => take({ id: 'm1', content, attachments: [] })).toThrow('is empty')
})
