import { describe, expect, it } from 'vitest'
import { end } from './scripted-agent.test-kit.ts'
import { turnsWorld } from './turns-world.test-kit.ts'

/** A conversation in which `m1` runs and the others wait. */
function waitingWorld() {
  const world = turnsWorld()
  const { turns, scripted } = world.start()
  for (const id of ['m1', 'm2', 'm3', 'm4']) world.ask(turns, id)
  const place = (messageId: string) => ({ conversationId: 'c1', messageId })
  return {
    ...world,
    queue: turns.queue,
    scripted,
    place,
    turns,
    reorder: (...messageIds: string[]) => turns.queue.reorder({ conversationId: 'c1', messageIds }),
    /** The words that wait, as a device shows them. */
    waiting: () =>
      world.messages
        .page({ conversationId: 'c1' })
        .messages.flatMap(({ status, content }) => (status === 'queued' ? [content] : [])),
    /** Ends the running turn. */
    async finish() {
      scripted.says('c1', { type: 'text', text: 'Done.' }, end())
      await world.settle()
    },
    asked: () => scripted.prompts.map(({ prompt }) => prompt.text),
  }
}

describe('a message that waits', () => {
  it('gets other words, which all devices see and the agent is given', async () => {
    const { queue, place, waiting, sent, finish, asked } = waitingWorld()
    queue.edit({ ...place('m2'), content: 'other words' })
    expect(waiting()).toEqual(['other words', 'm3', 'm4'])
    expect(sent.at(-1)).toMatchObject({
      type: 'chat:sync',
      message: { id: 'm2', content: 'other words', status: 'queued' },
    })
    await finish()
    expect(asked()).toEqual(['m1', 'other words'])
  })

  it('that is edited is found by its new words', () => {
    const { queue, place, messages } = waitingWorld()
    queue.edit({ ...place('m2'), content: 'pear tree' })
    expect(messages.search({ query: 'pear' }).map(({ messageId }) => messageId)).toEqual(['m2'])
  })

  it('can be put before others, in the record and for the agent', async () => {
    const { reorder, waiting, finish, asked } = waitingWorld()
    reorder('m4', 'm2', 'm3')
    expect(waiting()).toEqual(['m4', 'm2', 'm3'])
    for (let turn = 0; turn < 3; turn++) await finish()
    expect(asked()).toEqual(['m1', 'm4', 'm2', 'm3'])
  })

  it('and that a device did not know of stays behind those that it put in order', () => {
    const { reorder, waiting } = waitingWorld()
    reorder('m3', 'm2')
    expect(waiting()).toEqual(['m3', 'm2', 'm4'])
  })

  it('is taken at once when it is sent now: what runs is stopped, and keeps what it said', async () => {
    const { queue, place, scripted, settle, asked, messages } = waitingWorld()
    scripted.says('c1', { type: 'text', text: 'Half' })
    await settle()
    queue.sendNow(place('m3'))
    await settle()
    expect(asked()).toEqual(['m1', 'm3'])
    const page = messages.page({ conversationId: 'c1' }).messages
    expect(page.map(({ id, content, status }) => `${content || id} ${status}`)).toEqual([
      'm1 sent',
      'Half stopped',
      'm2 queued',
      'm4 queued',
      'm3 sent',
      expect.stringMatching(/ streaming$/),
    ])
  })

  it('stands after what was said while it waited', async () => {
    const { finish, messages } = waitingWorld()
    for (let turn = 0; turn < 4; turn++) await finish()
    const page = messages.page({ conversationId: 'c1' }).messages
    expect(page.map(({ content }) => content)).toEqual([
      ...['m1', 'Done.', 'm2', 'Done.', 'm3', 'Done.', 'm4', 'Done.'],
    ])
  })

  it('stays as it was put when the supervisor dies, and goes on in that order', async () => {
    const { queue, place, reorder, start, settle, waiting } = waitingWorld()
    reorder('m3', 'm4', 'm2')
    queue.edit({ ...place('m4'), content: 'edited' })
    queue.withdraw(place('m2'))
    const again = start()
    await again.turns.start()
    await settle()
    expect(again.scripted.prompts.map(({ prompt }) => prompt.text)).toEqual(['m3'])
    expect(waiting()).toEqual(['edited'])
  })
})

describe('what is asked for twice', () => {
  it('changes nothing the second time and tells nobody', async () => {
    const { queue, place, reorder, sent, settle, waiting } = waitingWorld()
    const twice = (ask: () => void) => {
      ask()
      const before = sent.length
      ask()
      expect(sent).toHaveLength(before)
    }
    twice(() => queue.edit({ ...place('m2'), content: 'edited' }))
    twice(() => reorder('m4', 'm3', 'm2'))
    twice(() => queue.withdraw(place('m2')))
    queue.sendNow(place('m3'))
    await settle()
    // It is the one that runs by now, and must not stop itself.
    twice(() => queue.sendNow(place('m3')))
    await settle()
    expect(waiting()).toEqual(['m4'])
  })
})

describe('a message that the agent has taken meanwhile', () => {
  it('is said to be, whatever was to be done with it, and nothing changes', () => {
    const { queue, place, reorder, sent, waiting } = waitingWorld()
    const before = sent.length
    expect(() => queue.edit({ ...place('m1'), content: 'late' })).toThrow(
      'already taken this message as it was',
    )
    expect(() => queue.withdraw(place('m1'))).toThrow('already taken')
    expect(() => reorder('m2', 'm1')).toThrow('taken one of these')
    queue.sendNow(place('m1'))
    expect(sent).toHaveLength(before)
    expect(waiting()).toEqual(['m2', 'm3', 'm4'])
  })

  it('or that was removed on another device is not brought back', () => {
    const { queue, place, reorder, waiting } = waitingWorld()
    queue.withdraw(place('m2'))
    expect(() => queue.edit({ ...place('m2'), content: 'late' })).toThrow('removed')
    expect(() => queue.sendNow(place('m2'))).toThrow('removed')
    reorder('m4', 'm2', 'm3')
    expect(waiting()).toEqual(['m4', 'm3'])
  })

  it('or that belongs elsewhere is not touched', () => {
    const { queue, ask, turns } = waitingWorld()
    ask(turns, 'other', 'other', 'c2')
    const foreign = { conversationId: 'c1', messageId: 'other' }
    expect(() => queue.edit({ ...foreign, content: 'mine' })).toThrow('does not exist')
    expect(() => queue.withdraw(foreign)).toThrow('does not exist')
    expect(() => queue.sendNow(foreign)).toThrow('does not exist')
    expect(() => queue.reorder({ conversationId: 'c1', messageIds: ['m2', 'other'] })).toThrow(
      'does not exist',
    )
  })
})

it('a message is not emptied by an edit', () => {
  const { queue, place, waiting } = waitingWorld()
  expect(() => queue.edit({ ...place('m2'), content: ' ' })).toThrow('empty')
  expect(waiting()).toEqual(['m2', 'm3', 'm4'])
})

describe('what waits in a conversation that is deleted', () => {
  it('is not taken by the agent, also after a restart', async () => {
    const { turns, conversations, settle, asked, start } = waitingWorld()
    turns.stopConversation('c1')
    conversations.remove('c1')
    await settle()
    expect(asked()).toEqual(['m1'])
    await turns.stop()
    const later = start()
    await later.turns.start()
    await settle()
    expect(later.scripted.prompts).toEqual([])
  })

  it('waits again, in its order, once the conversation is restored', async () => {
    const { turns, conversations, settle, waiting, finish, asked } = waitingWorld()
    turns.stopConversation('c1')
    conversations.remove('c1')
    await settle()
    conversations.restore('c1')
    turns.resumeConversation('c1')
    await settle()
    expect(waiting()).toEqual(['m3', 'm4'])
    await finish()
    expect(asked()).toEqual(['m1', 'm2', 'm3'])
  })
})
