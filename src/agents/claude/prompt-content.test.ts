import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { SentFile } from '../../protocol/turn-parts.ts'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { countPdfPages } from './pdf-pages.ts'
import { type PromptContentRequest, promptContent } from './prompt-content.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Small, and good enough for a viewer. */
function pdf(pages: number, more = ''): Buffer {
  const kids = Array.from({ length: pages }, (_, index) => index + 3)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.map((id) => `${id} 0 R`).join(' ')}] /Count ${pages} >>`,
    ...kids.map(() => '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>'),
  ]
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('')
  return Buffer.from(`%PDF-1.4\n${body}trailer << /Root 1 0 R ${more}>>\n%%EOF\n`)
}

function world() {
  const home = temporaryDirectory()
  const workspaceDir = join(home, 'workspace')
  mkdirSync(join(workspaceDir, 'files'), { recursive: true })
  return {
    home,
    workspaceDir,
    put(name: string, bytes: Uint8Array | string, mediaType = 'application/octet-stream'): SentFile {
      const path = `files/2026-11-21-${name}`
      writeFileSync(join(workspaceDir, path), bytes)
      return { id: name, name, mediaType, size: Buffer.byteLength(bytes), path }
    },
    content: (files: SentFile[], more: Partial<PromptContentRequest> = {}) =>
      promptContent({
        text: 'What is this?',
        files,
        workspaceDir,
        canReadDocuments: true,
        canReadImages: true,
        ...more,
      }),
  }
}
type Blocks = Awaited<ReturnType<typeof promptContent>>
const types = (blocks: Blocks) => blocks.map(({ type }) => type).join(' ')
const listIn = (blocks: Blocks) => (blocks[0]?.type === 'text' ? blocks[0].text : '')

test('a message without files is its text alone', async () => {
  expect(await world().content([])).toEqual([{ type: 'text', text: 'What is this?' }])
})

test('a voice message is told as one: by its words, or by why there are none', async () => {
  const { put, content } = world()
  const file = put('voice.webm', 'sound', 'audio/webm')
  const voice = { durationMs: 12_400, peaks: [] }
  const spoken = await content([{ ...file, voice }], { text: 'Buy filters.' })
  expect(spoken).toHaveLength(2)
  expect(listIn(spoken)).toMatch(
    /files\/2026-11-21-voice.webm .*a voice message of 12 s; what the owner says/,
  )
  expect(spoken[1]).toEqual({ type: 'text', text: 'Buy filters.' })
  const mute = await content([{ ...file, voice: { ...voice, missing: 'key' } }], { text: '' })
  expect(mute).toHaveLength(1)
  expect(listIn(mute)).toMatch(/without a transcript, because there is no good key.*settings, under Voice/)
  const silent = await content([{ ...file, voice: { ...voice, missing: 'silent' } }], { text: '' })
  expect(listIn(silent)).toMatch(/no words were heard/)
})

test('pictures, documents and texts are shown, in order, after a list of all with their paths', async () => {
  const { put, content } = world()
  const blocks = await content([
    put('photo.png', png, 'image/png'),
    put('letter.pdf', pdf(2), 'application/pdf'),
    put('notes.md', 'Grüße\n', 'text/markdown'),
    put('sound.webm', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0]), 'audio/webm'),
  ])
  expect(listIn(blocks).split('\n').slice(1)).toEqual([
    '- files/2026-11-21-photo.png (“photo.png”, image/png, 70 bytes): shown below',
    expect.stringMatching(/letter\.pdf .*: shown below$/),
    '- files/2026-11-21-notes.md (“notes.md”, text/markdown, 8 bytes): its text is below',
    '- files/2026-11-21-sound.webm (“sound.webm”, audio/webm, 5 bytes): not shown here; open it with your tools',
  ])
  expect(blocks.slice(1)).toEqual([
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png.toString('base64') } },
    {
      type: 'document',
      title: 'letter.pdf',
      source: { type: 'base64', media_type: 'application/pdf', data: pdf(2).toString('base64') },
    },
    { type: 'text', text: 'The content of files/2026-11-21-notes.md:\n\nGrüße\n' },
    { type: 'text', text: 'What is this?' },
  ])
})

test('files alone make no empty text', async () => {
  const { put, content } = world()
  expect(types(await content([put('a.png', png)], { text: ' ' }))).toBe('text image')
})

test('a model that cannot see pictures or documents gets their paths', async () => {
  const { put, content } = world()
  const files = [put('a.png', png), put('b.pdf', pdf(1)), put('c.txt', 'hello')]
  const blocks = await content(files, { canReadDocuments: false, canReadImages: false })
  expect(types(blocks)).toBe('text text text')
  expect(listIn(blocks).match(/open it with your tools/g)).toHaveLength(2)
})

test('what the API would refuse is named only: too large, too long, encrypted, damaged', async () => {
  const { put, content } = world()
  const padding = (bytes: number) => Buffer.alloc(bytes)
  const blocks = await content([
    put('large.png', Buffer.concat([png, padding(25 * 1024 * 1024)])),
    put('long.pdf', pdf(101)),
    put('locked.pdf', pdf(1, '/Encrypt 9 0 R ')),
    put('damaged.pdf', '%PDF-1.4 and nothing more'),
    put('huge.pdf', Buffer.concat([pdf(1), padding(17 * 1024 * 1024)])),
    put('long.txt', 'x'.repeat(64 * 1024 + 1)),
    put('latin1.txt', Buffer.from('Gr\xfc\xdfe', 'latin1')),
    put('zeros.txt', 'a\0b'),
    put('empty.txt', ''),
  ])
  expect(types(blocks)).toBe('text text')
  expect(listIn(blocks)).toContain('too long to be shown here (101 pages)')
  expect(listIn(blocks).match(/too large/g)).toHaveLength(3)
  expect(listIn(blocks).match(/encrypted or damaged/g)).toHaveLength(2)
  expect(listIn(blocks)).toContain('it is empty')
})

test('all files of a message share its room', async () => {
  const { put, content } = world()
  const text = 'x'.repeat(40 * 1024)
  const blocks = await content([
    put('a.pdf', pdf(60)),
    put('b.pdf', pdf(60)),
    put('c.txt', text),
    put('d.txt', text),
  ])
  expect(types(blocks)).toBe('text document text text')
})

test('the bytes decide what a file is, however it was named when it was sent', async () => {
  const { put, content } = world()
  expect(types(await content([put('a.png', '<script>', 'image/png'), put('b.txt', png, 'text/plain')]))).toBe(
    'text text image text',
  )
})

test('a file that is gone, became a link or leads elsewhere is said to be so, and nothing outside is read', async () => {
  const { put, content, home, workspaceDir } = world()
  const [gone, link] = [put('gone.txt', 'x'), put('link.txt', 'x')]
  writeFileSync(join(home, 'secret'), 'secret')
  rmSync(join(workspaceDir, gone.path))
  rmSync(join(workspaceDir, link.path))
  symlinkSync(join(home, 'secret'), join(workspaceDir, link.path))
  const outside = { ...link, path: '../secret' }
  const blocks = await content([gone, link, outside])
  expect(types(blocks)).toBe('text text')
  expect(listIn(blocks)).toMatch(
    /gone\.txt.*: it is no longer there\n.*is a link.*\n.*leads out of the workspace/,
  )
  expect(JSON.stringify(blocks)).not.toContain('x"')
})

test('pages in compressed object streams are counted, and those of a bomb are not', () => {
  const stream = (content: string) => {
    const head = '%PDF-1.5\n1 0 obj\n<< /N 2 /Type /ObjStm /Filter /FlateDecode >>\nstream\r\n'
    const data = deflateSync(content, { level: 9 })
    return Buffer.concat([Buffer.from(head), data, Buffer.from('\nendstream\nendobj\n%%EOF')])
  }
  expect(countPdfPages(stream('<</Type/Page/A 1>><</Type/Page>><</Type/Pages>>'))).toBe(2)
  expect(countPdfPages(stream('<</Type/Page>>'.padEnd(65 * 1024 * 1024)))).toBeUndefined()
  expect(
    countPdfPages(Buffer.from('%PDF-1.5 << /Type /ObjStm >> stream\nnonsense endstream')),
  ).toBeUndefined()
})
