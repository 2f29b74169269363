import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contextAnswer, conversationsAnswer, messagesAnswer, searchAnswer } from '../../protocol/api.ts'
import { branchesAnswer, deletedAnswer } from '../../protocol/branches.ts'
import { conversation } from '../../protocol/chat.ts'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

async function ask<T>(
  schema: v.GenericSchema<unknown, T>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await platform.send(method, path, body, { session })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return v.parse(schema, await response.json())
}

const gone =
  '404 {"error":{"code":"not-found","message":"This conversation does not exist, or was deleted."}}'

function say(conversationId: string, content: string): void {
  const position = platform.conversations.nextSeq(conversationId)
  platform.messages.insert({
    id: `${conversationId}-${position}`,
    conversationId,
    position,
    role: 'user',
    content,
    parts: [],
    status: 'sent',
    createdAt: platform.clock.now(),
  })
}

describe('conversations', () => {
  it('are created, read, renamed and deleted, and every device hears of it', async () => {
    const created = await ask(conversation, 'POST', '/api/conversations', { id: 'garden', title: ' Garden ' })
    expect(created).toMatchObject({ id: 'garden', title: 'Garden', isWorking: false })
    expect(await ask(conversation, 'GET', '/api/conversations/garden')).toEqual(created)
    const renamed = await ask(conversation, 'PATCH', '/api/conversations/garden', { title: 'Balcony' })
    expect(renamed.title).toBe('Balcony')
    expect(await ask(deletedAnswer, 'DELETE', '/api/conversations/garden')).toEqual({ deleted: ['garden'] })
    expect(platform.asked).toEqual(['stop garden'])
    expect(platform.broadcasts).toEqual([
      { type: 'chat:conversation-created', conversation: created },
      { type: 'chat:conversation-changed', conversation: renamed },
      { type: 'chat:conversation-deleted', conversationId: 'garden' },
    ])
    await expect(ask(conversation, 'GET', '/api/conversations/garden')).rejects.toThrow(gone)
    await expect(ask(deletedAnswer, 'DELETE', '/api/conversations/garden')).rejects.toThrow(gone)
    await expect(ask(conversation, 'POST', '/api/conversations', { id: 'garden' })).rejects.toThrow(gone)
    await expect(ask(messagesAnswer, 'GET', '/api/conversations/garden/messages')).rejects.toThrow(gone)
  })

  it('have a title and an id that make sense', async () => {
    for (const body of [{ title: '  ' }, { title: 'x'.repeat(201) }, { id: 'a/b' }, { id: '' }])
      await expect(ask(conversation, 'POST', '/api/conversations', body)).rejects.toThrow('400')
  })

  it('are listed in pages and searched', async () => {
    for (const title of ['Garden', 'Shopping', 'Taxes'])
      await ask(conversation, 'POST', '/api/conversations', { title })
    const first = await ask(conversationsAnswer, 'GET', '/api/conversations?limit=2')
    expect(first.conversations).toHaveLength(2)
    const second = await ask(
      conversationsAnswer,
      'GET',
      `/api/conversations?limit=2&cursor=${first.nextCursor}`,
    )
    expect(second.conversations).toHaveLength(1)
    expect(second.nextCursor).toBeNull()
    const found = await ask(conversationsAnswer, 'GET', '/api/conversations?query=shop')
    expect(found.conversations.map(({ title }) => title)).toEqual(['Shopping'])
  })

  it('give their messages in pages', async () => {
    await ask(conversation, 'POST', '/api/conversations', { id: 'a' })
    for (let index = 1; index <= 5; index++) say('a', `message ${index}`)
    const newest = await ask(messagesAnswer, 'GET', '/api/conversations/a/messages?limit=3')
    expect(newest.messages.map(({ content }) => content)).toEqual(['message 3', 'message 4', 'message 5'])
    const older = await ask(
      messagesAnswer,
      'GET',
      `/api/conversations/a/messages?before=${newest.nextCursor}`,
    )
    expect(older.messages.map(({ content }) => content)).toEqual(['message 1', 'message 2'])
  })

  it('are searched by what was said, whatever the owner types', async () => {
    await ask(conversation, 'POST', '/api/conversations', { id: 'a' })
    say('a', 'Water the tomatoes')
    const search = (query: string) =>
      ask(searchAnswer, 'GET', `/api/messages/search?query=${encodeURIComponent(query)}`)
    expect((await search('tomat')).matches).toEqual([
      {
        messageId: 'a-1',
        conversationId: 'a',
        snippet: 'Water the tomatoes',
        marks: [[10, 18]],
        position: 1,
        role: 'user',
        createdAt: platform.clock.now(),
      },
    ])
    say('a', 'The tomatoes are red')
    const page = await ask(searchAnswer, 'GET', '/api/messages/search?query=tomatoes&limit=1')
    expect(page.matches.map(({ messageId }) => messageId)).toEqual(['a-2'])
    const next = await ask(
      searchAnswer,
      'GET',
      `/api/messages/search?query=tomatoes&limit=1&cursor=${page.nextCursor}`,
    )
    expect(next).toMatchObject({ matches: [{ messageId: 'a-1' }], nextCursor: null })
    for (const query of ['" OR 1', 'NEAR(a b', '***', "'; DROP TABLE messages; --", ''])
      expect((await search(query)).matches).toEqual([])
  })
})

describe('a conversation', () => {
  it('that was deleted is restored with all that was said, and every device hears of it', async () => {
    const created = await ask(conversation, 'POST', '/api/conversations', { id: 'a', title: 'Garden' })
    say('a', 'Water the tomatoes')
    await ask(deletedAnswer, 'DELETE', '/api/conversations/a')
    expect(await ask(conversation, 'POST', '/api/conversations/a/restore')).toMatchObject({ title: 'Garden' })
    expect(platform.broadcasts.at(-1)).toEqual({ type: 'chat:conversation-created', conversation: created })
    expect(platform.asked).toEqual(['stop a', 'resume a'])
    const page = await ask(messagesAnswer, 'GET', '/api/conversations/a/messages')
    expect(page.messages).toHaveLength(1)
    await expect(ask(conversation, 'POST', '/api/conversations/b/restore')).rejects.toThrow(gone)
  })

  it('is read around a message', async () => {
    await ask(conversation, 'POST', '/api/conversations', { id: 'a' })
    for (const word of ['one', 'two', 'three', 'four']) say('a', word)
    const around = await ask(messagesAnswer, 'GET', '/api/conversations/a/messages?around=a-2&limit=2')
    expect(around.messages.map(({ content }) => content)).toEqual(['one', 'two'])
    expect(around).toMatchObject({ nextCursor: null, newerCursor: '2' })
    const after = await ask(messagesAnswer, 'GET', '/api/conversations/a/messages?after=2')
    expect(after.messages.map(({ content }) => content)).toEqual(['three', 'four'])
    expect(after.newerCursor).toBeNull()
  })

  it('is exported under as much of a long name as fits, of whole characters', async () => {
    platform.conversations.create({ id: 'a', title: `${'x'.repeat(79)}🙂 and more` })
    const { status, headers } = await platform.send('GET', '/api/conversations/a/export', undefined, {
      session,
    })
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toContain(`UTF-8''${'x'.repeat(79)}.md`)
  })

  it('is exported whole, as markdown and as JSON, under its name', async () => {
    await ask(conversation, 'POST', '/api/conversations', { id: 'a', title: 'A/B: “garden”' })
    for (let count = 1; count <= 450; count++) say('a', `message ${count}`)
    const markdown = await platform.send('GET', '/api/conversations/a/export', undefined, { session })
    expect(markdown.headers.get('content-disposition')).toBe(
      `attachment; filename="conversation.md"; filename*=UTF-8''A%20B%20garden.md`,
    )
    const text = await markdown.text()
    expect(text).toMatch(/^# A\/B: “garden”\n\n## You · \d{4}-\d\d-\d\d \d\d:\d\d UTC\n\nmessage 1\n/)
    expect(text.match(/^message \d+$/gm)).toHaveLength(450)
    const json = await platform.send('GET', '/api/conversations/a/export?format=json', undefined, { session })
    expect(await json.json()).toMatchObject({
      conversation: { id: 'a' },
      messages: { length: 450, 0: { content: 'message 1' } },
    })
    const bad = await platform.send('GET', '/api/conversations/a/export?format=pdf', undefined, { session })
    expect(bad.status).toBe(400)
  })
})

describe('the versions of a conversation', () => {
  beforeEach(async () => {
    const { conversations, messages, branches } = platform
    await ask(conversation, 'POST', '/api/conversations', { id: 'a' })
    for (const text of ['one', 'two']) say('a', text)
    const second = messages.find('a-2')
    if (second === undefined) throw new Error('It was not said.')
    conversations.create({ id: 'b', branchedFrom: { conversationId: 'a', messageId: 'a-2' } })
    conversations.startAfter('b', branches.copyBefore(second, 'b'))
    say('b', 'two, better')
    branches.setVariant('b-2', 'a-2')
    platform.broadcasts.length = 0
  })

  it('say where they part', async () => {
    const { places } = await ask(branchesAnswer, 'GET', '/api/conversations/b/branches')
    const variants = [
      { conversationId: 'a', messageId: 'a-2' },
      { conversationId: 'b', messageId: 'b-2' },
    ]
    expect(places).toEqual([{ messageId: 'b-2', index: 1, variants }])
    await ask(conversation, 'POST', '/api/conversations', { id: 'alone' })
    expect(await ask(branchesAnswer, 'GET', '/api/conversations/alone/branches')).toEqual({ places: [] })
    await expect(ask(branchesAnswer, 'GET', '/api/conversations/nowhere/branches')).rejects.toThrow(gone)
  })

  it('are deleted one by one, and the others hear of it', async () => {
    expect(await ask(deletedAnswer, 'DELETE', '/api/conversations/b')).toEqual({ deleted: ['b'] })
    expect(platform.broadcasts).toMatchObject([
      { type: 'chat:conversation-deleted', conversationId: 'b' },
      { type: 'chat:conversation-changed', conversation: { id: 'a' } },
    ])
    expect(platform.conversations.require('a').family).toBeUndefined()
    await ask(conversation, 'POST', '/api/conversations/b/restore', {})
    expect(platform.conversations.require('a').family).toEqual({ id: 'a', count: 2 })
  })

  it('are deleted all together, and each can be restored', async () => {
    const { deleted } = await ask(deletedAnswer, 'DELETE', '/api/conversations/b?scope=family')
    expect(deleted.toSorted()).toEqual(['a', 'b'])
    expect(platform.conversations.list().conversations).toEqual([])
    for (const id of deleted) await ask(conversation, 'POST', `/api/conversations/${id}/restore`, {})
    expect(platform.conversations.require('b').family?.count).toBe(2)
  })
})

describe('the active conversation', () => {
  const current = () => ask(contextAnswer, 'GET', '/api/context/current')

  it('is shared by all devices', async () => {
    expect(await current()).toEqual({ conversationId: null })
    await ask(conversation, 'POST', '/api/conversations', { id: 'a' })
    expect(await ask(contextAnswer, 'POST', '/api/context/set', { conversationId: 'a' })).toEqual({
      conversationId: 'a',
    })
    expect(await current()).toEqual({ conversationId: 'a' })
    expect(await ask(contextAnswer, 'POST', '/api/context/clear', {})).toEqual({ conversationId: null })
    expect(platform.broadcasts.slice(1)).toEqual([
      { type: 'chat:cleared', conversationId: 'a' },
      { type: 'chat:cleared', conversationId: null },
    ])
    await expect(ask(contextAnswer, 'POST', '/api/context/set', { conversationId: 'b' })).rejects.toThrow(
      gone,
    )
  })

  it('is none once it was deleted', async () => {
    await ask(conversation, 'POST', '/api/conversations', { id: 'a' })
    await ask(contextAnswer, 'POST', '/api/context/set', { conversationId: 'a' })
    await ask(deletedAnswer, 'DELETE', '/api/conversations/a')
    expect(await current()).toEqual({ conversationId: null })
    expect(platform.broadcasts.at(-1)).toEqual({ type: 'chat:cleared', conversationId: null })
  })
})
