import { describe, expect, it } from 'vitest'
import type { SentFile } from '../../../protocol/turn-parts.ts'
import { type Attachment, createAttachments, type Upload } from './attachments.ts'

const place = { id: 'c1', isNew: false }
const sentFile = (id: string): SentFile => ({
  id,
  name: `${id}.txt`,
  mediaType: 'text/plain',
  size: 3,
  path: `files/${id}.txt`,
})
const fileNamed = (name: string) => new File(['abc'], name, { type: 'text/plain' })

function setUp(stored = new Map<string, string>()) {
  const uploads: {
    file: File
    onShare: (share: number) => void
    signal: AbortSignal
    done: PromiseWithResolvers<SentFile>
  }[] = []
  const upload: Upload = (file, handlers) => {
    const done = Promise.withResolvers<SentFile>()
    uploads.push({ file, ...handlers, done })
    return done.promise
  }
  let ids = 0
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  }
  const attachments = createAttachments({ storage: () => storage, upload, createId: () => `a${++ids}` })
  const states = () => attachments.read(place).map(stateOf)
  return { attachments, uploads, states, stored }
}

function stateOf(attachment: Attachment): string {
  const { name, state } = attachment
  if (state === 'uploading') return `${name} ${Math.round(attachment.share * 100)} %`
  return state === 'failed' ? `${name} failed: ${attachment.error}` : `${name} ready`
}

/** Lets what was resolved reach those who wait for it. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('files in the composer', () => {
  it('are sent at once, tell how far they are, and are ready when the server has them', async () => {
    const { attachments, uploads, states } = setUp()
    attachments.add(place, [fileNamed('one.txt'), fileNamed('two.txt')])
    expect(states()).toEqual(['one.txt 0 %', 'two.txt 0 %'])
    uploads[1]?.onShare(0.5)
    expect(states()).toEqual(['one.txt 0 %', 'two.txt 50 %'])
    uploads[1]?.done.resolve(sentFile('f2'))
    await settle()
    expect(states()).toEqual(['one.txt 0 %', 'two.txt ready'])
  })

  it('that were refused say why, and are sent again on demand', async () => {
    const { attachments, uploads, states } = setUp()
    attachments.add(place, [fileNamed('one.txt')])
    uploads[0]?.done.reject(new Error('This file is too large.'))
    await settle()
    expect(states()).toEqual(['one.txt failed: This file is too large.'])
    attachments.retry(place, 'a1')
    expect(states()).toEqual(['one.txt 0 %'])
    uploads[1]?.done.resolve(sentFile('f1'))
    await settle()
    expect(states()).toEqual(['one.txt ready'])
  })

  it('that are taken out stop on their way and do not come back', async () => {
    const { attachments, uploads, states } = setUp()
    attachments.add(place, [fileNamed('one.txt')])
    attachments.remove(place, 'a1')
    expect(uploads[0]?.signal.aborted).toBe(true)
    uploads[0]?.done.resolve(sentFile('f1'))
    await settle()
    expect(states()).toEqual([])
  })

  it('are kept through a reload once the server has them, and are gone once they were taken', async () => {
    const { attachments, uploads, stored } = setUp()
    attachments.add(place, [fileNamed('one.txt'), fileNamed('two.txt')])
    uploads[0]?.done.resolve(sentFile('f1'))
    await settle()
    const later = setUp(stored)
    expect(later.states()).toEqual(['f1.txt ready'])
    expect(later.attachments.take(place)).toEqual([sentFile('f1')])
    expect(setUp(stored).states()).toEqual([])
  })

  it('of a storage that holds something else are none', () => {
    expect(setUp(new Map([['bloby_files:c1', '{"no": "list"}']])).states()).toEqual([])
  })
})
