import * as fakeIndexedDb from 'fake-indexeddb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ClientMessage } from '../../protocol/chat.ts'
import { createIndexedDbStore } from './indexed-db-store.ts'
import { createOutbox } from './outbox.ts'
import type { OutboxStore } from './outbox-store.ts'
import { writeAhead } from './write-ahead.ts'

beforeAll(() => {
  vi.stubGlobal('indexedDB', new fakeIndexedDb.IDBFactory())
  for (const [name, value] of Object.entries(fakeIndexedDb))
    if (name.startsWith('IDB')) vi.stubGlobal(name, value)
})
afterAll(() => {
  vi.unstubAllGlobals()
})

let databases = 0
function setUp(disk: OutboxStore = createIndexedDbStore(`test-${++databases}`)) {
  const sent: ClientMessage[] = []
  let ids = 0
  const line = { isOpen: true }
  const prefix = `m${databases}`
  const outbox = createOutbox({
    disk,
    send: (message) => {
      if (line.isOpen) sent.push(message)
      return line.isOpen
    },
    now: () => 1000,
    createId: () => `${prefix}-${++ids}`,
  })
  const contents = () => sent.map((message) => (message.type === 'user:message' ? message.content : ''))
  const states = () => outbox.store.getState().items.map((item) => `${item.content} ${item.state}`)
  const idOf = (content: string) =>
    outbox.store.getState().items.find((item) => item.content === content)?.id ?? 'missing'
  return { disk, outbox, sent, contents, states, idOf, line }
}

const message = (content: string, conversationId = 'c1') => ({
  conversationId,
  isNewConversation: false,
  content,
})

describe('outbox', () => {
  it('sends the files of a message by their ids, through a reload too', async () => {
    const { outbox, disk, sent } = setUp()
    const files = [{ id: 'f1', name: 'a.png', mediaType: 'image/png', size: 3, path: 'files/a.png' }]
    await outbox.add({ ...message(''), files })
    const attachments = [{ fileId: 'f1', name: 'a.png', mediaType: 'image/png' }]
    const later = setUp(disk)
    await later.outbox.online()
    expect(later.sent).toMatchObject([{ content: '', attachments }])
    expect(sent).toEqual([])
  })

  it('takes a message with an id of its own once, however often it is given it', async () => {
    const { outbox, sent } = setUp()
    const voice = { durationMs: 1200, peaks: [100] }
    const file = { id: 'f1', name: 'v.webm', mediaType: 'audio/webm', size: 3, path: 'files/v.webm', voice }
    const spoken = { ...message('spoken'), id: 'r1', files: [file] }
    await outbox.online()
    await outbox.add(spoken)
    await outbox.add(spoken)
    await outbox.accepted('r1', 'r1')
    outbox.recorded(() => true)
    await outbox.add(spoken)
    expect(sent).toMatchObject([{ id: 'r1', content: 'spoken', attachments: [{ fileId: 'f1', voice }] }])
  })

  it('shows a message at once and puts it on disk before it sends it', async () => {
    const { outbox, disk, states, sent } = setUp()
    await outbox.online()
    const added = outbox.add(message('one'))
    expect(states()).toEqual(['one saving'])
    expect(sent).toEqual([])
    await added
    expect(states()).toEqual(['one sending'])
    expect(await disk.all()).toMatchObject([{ content: 'one', conversationId: 'c1' }])
    expect(sent).toMatchObject([{ type: 'user:message', content: 'one', conversationId: 'c1' }])
  })

  it('keeps a message on disk until the server has accepted it', async () => {
    const { outbox, disk, states, idOf } = setUp()
    await outbox.online()
    await outbox.add(message('one'))
    const id = idOf('one')
    await outbox.accepted(id, id)
    expect(await disk.all()).toEqual([])
    expect(states()).toEqual(['one accepted'])
    outbox.recorded((messageId) => messageId === id)
    expect(states()).toEqual([])
  })

  it('sends one message of a conversation at a time, in order, and other conversations beside it', async () => {
    const { outbox, contents, idOf } = setUp()
    await outbox.online()
    await outbox.add(message('one'))
    await outbox.add(message('two'))
    await outbox.add(message('elsewhere', 'c2'))
    expect(contents()).toEqual(['one', 'elsewhere'])
    await outbox.accepted(idOf('one'), idOf('one'))
    expect(contents()).toEqual(['one', 'elsewhere', 'two'])
  })

  it('sends everything unconfirmed again after a reconnect, with the same ids and in the same order', async () => {
    const { outbox, sent, line } = setUp()
    await outbox.online()
    await outbox.add(message('one'))
    line.isOpen = false
    outbox.offline()
    await outbox.add(message('two'))
    line.isOpen = true
    await outbox.online()
    expect(sent).toHaveLength(2)
    expect(sent[1]).toEqual(sent[0])
  })

  it('survives a reload', async () => {
    const first = setUp()
    await first.outbox.add(message('one'))
    await first.outbox.add(message('two'))
    const second = setUp(first.disk)
    await second.outbox.online()
    expect(second.states()).toEqual(['one sending', 'two waiting'])
    expect(second.contents()).toEqual(['one'])
  })

  it('takes in what another tab left behind, and not what was accepted already', async () => {
    const first = setUp()
    const second = setUp(first.disk)
    await second.outbox.online()
    await first.outbox.add(message('one'))
    await second.outbox.online()
    expect(second.states()).toEqual(['one sending'])
    const id = second.idOf('one')
    const accepted = second.outbox.accepted(id, id)
    second.outbox.recorded(() => true)
    const again = second.outbox.online()
    await Promise.all([accepted, again])
    expect(second.states()).toEqual([])
  })

  it('keeps a refused message with the reason, across a reload, and sends the next one', async () => {
    const { outbox, disk, contents, states, idOf } = setUp()
    await outbox.online()
    await outbox.add(message('one'))
    await outbox.add(message('two'))
    await outbox.rejected(idOf('one'), { code: 'not-found', message: 'This conversation was deleted.' })
    expect(states()).toEqual(['one failed', 'two sending'])
    expect(contents()).toEqual(['one', 'two'])
    const reloaded = setUp(disk)
    await reloaded.outbox.online()
    expect(reloaded.states()).toEqual(['one failed', 'two sending'])
    expect(reloaded.outbox.store.getState().items[0]?.failure?.message).toBe('This conversation was deleted.')
  })

  it('lets go of what was accepted once the page has all that the server has, and of nothing else', async () => {
    const { outbox, states, idOf } = setUp()
    await outbox.online()
    for (const content of ['one', 'two']) await outbox.add(message(content))
    await outbox.add(message('elsewhere', 'c2'))
    for (const content of ['one', 'elsewhere']) await outbox.accepted(idOf(content), idOf(content))
    outbox.caughtUp('c1')
    expect(states()).toEqual(['two sending', 'elsewhere accepted'])
  })

  it('sends what an earlier page left on the disk before what is said while that is read', async () => {
    const { disk } = setUp()
    await disk.put({ ...message('left'), id: 'of-an-earlier-page', createdAt: 999 })
    const reading = Promise.withResolvers<void>()
    const slow: OutboxStore = { ...disk, all: () => reading.promise.then(disk.all) }
    const { outbox, contents, idOf } = setUp(slow)
    const online = outbox.online()
    await outbox.add(message('new'))
    expect(contents()).toEqual([])
    reading.resolve()
    await online
    expect(contents()).toEqual(['left'])
    await outbox.accepted(idOf('left'), idOf('left'))
    expect(contents()).toEqual(['left', 'new'])
  })

  it('sends nothing when the socket was lost again while the disk was read', async () => {
    const { outbox, contents, states } = setUp()
    await outbox.add(message('one'))
    const online = outbox.online()
    outbox.offline()
    await online
    expect(contents()).toEqual([])
    expect(states()).toEqual(['one waiting'])
  })

  it('keeps a message that was said while the page ended, before the disk had it, and sends it once', async () => {
    const stored = {} as Storage
    Object.setPrototypeOf(stored, {
      setItem: (key: string, value: string) => Object.assign(stored, { [key]: value }),
      removeItem: (key: string) => Reflect.deleteProperty(stored, key),
    })
    const { disk } = setUp()
    const never = new Promise<never>(() => {})
    const dying = setUp(writeAhead({ ...disk, put: () => never }, () => stored))
    void dying.outbox.add(message('last words'))
    Object.assign(stored, { 'bloby_unsent:damaged': '{' })
    const next = setUp(writeAhead(disk, () => stored))
    await next.outbox.online()
    expect(next.contents()).toEqual(['last words'])
    const id = next.idOf('last words')
    expect(id).toBe(dying.idOf('last words'))
    await next.outbox.accepted(id, id)
    const last = setUp(writeAhead(disk, () => stored))
    await last.outbox.online()
    expect(last.contents()).toEqual([])
  })

  it('sends a refused message again when asked, or forgets it', async () => {
    const { outbox, disk, contents, states, idOf } = setUp()
    await outbox.online()
    await outbox.add(message('one'))
    await outbox.rejected(idOf('one'), { code: 'internal', message: 'No.' })
    await outbox.retry(idOf('one'))
    expect(states()).toEqual(['one sending'])
    expect(contents()).toEqual(['one', 'one'])
    await outbox.rejected(idOf('one'), { code: 'internal', message: 'No.' })
    await outbox.discard(idOf('one'))
    expect(states()).toEqual([])
    expect(await disk.all()).toEqual([])
  })

  it('sends without a disk too, and says that nothing would survive', async () => {
    const refuse = () => Promise.reject(new Error('IndexedDB is off'))
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { outbox, contents, idOf, states } = setUp({ all: refuse, put: refuse, remove: refuse })
    await outbox.online()
    expect(outbox.store.getState().isDurable).toBe(false)
    await outbox.add(message('one'))
    expect(contents()).toEqual(['one'])
    await outbox.accepted(idOf('one'), idOf('one'))
    expect(states()).toEqual(['one accepted'])
    warn.mockRestore()
  })
})
