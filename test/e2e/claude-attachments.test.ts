import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileAnswer } from '../../src/protocol/api.ts'
import type { ClientMessage } from '../../src/protocol/chat.ts'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { endOf, type ProgramWithClaude, startWithClaude } from './engine.ts'

type Attachment = NonNullable<Extract<ClientMessage, { type: 'user:message' }>['attachments']>[number]

interface Block {
  type: string
  text?: string
  title?: string
  source?: { media_type: string; data: string }
}

let server: MessagesApi
let started: ProgramWithClaude
let device: ChatDevice
beforeAll(async () => {
  server = await createMessagesApi()
  started = await startWithClaude({ api: server })
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
})
afterAll(async () => {
  await started?.program.dispose()
  await server?.close()
})

const picture = createPicture(24, 16)
const letter = createPdf('Dear reader')

async function sendFiles(
  conversationId: string,
  attachments: Attachment[],
  id: string = crypto.randomUUID(),
) {
  const content = scriptOf('I see {{seen}}.')
  device.send({ type: 'user:message', id, conversationId, isNewConversation: true, content, attachments })
  return await endOf(device, conversationId)
}

/** What the last request gave the model as said by the owner. */
function lastBlocks(): Block[] {
  const request = server.turns.at(-1)
  if (request === undefined) throw new Error('Nothing was asked.')
  const { messages } = request.body as { messages: { role: string; content: Block[] }[] }
  return messages.filter(({ role }) => role === 'user').flatMap(({ content }) => content)
}

const savedFiles = () => readdirSync(join(started.program.home, 'workspace', 'files')).toSorted()
const readSaved = (name: string) => readFileSync(join(started.program.home, 'workspace', 'files', name))
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64')

async function upload(name: string, mediaType: string, bytes: Buffer) {
  const response = await fetch(`${started.program.ready.url}/api/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${started.api.token}`, 'content-type': mediaType },
    body: new Uint8Array(bytes),
  })
  expect(response.status).toBe(201)
  return v.parse(fileAnswer, await response.json()).file
}

function expectPictureAndLetter(blocks: Block[]) {
  const shown = blocks.filter(({ type }) => type !== 'text')
  expect(shown.map(({ type, source }) => [type, source?.media_type, source?.data])).toEqual([
    ['image', 'image/png', base64(picture)],
    ['document', 'application/pdf', base64(letter)],
  ])
}

it('shows the model a picture and a PDF that come with a message, and keeps them in files/', async () => {
  const before = savedFiles()
  const { message } = await sendFiles('with-data', [
    { name: 'holiday.png', mediaType: 'image/png', data: base64(picture) },
    { name: 'letter.pdf', mediaType: 'application/pdf', data: base64(letter) },
  ])
  expect(message.content).toBe(
    `I see 1 image (image/png, ${picture.length} bytes) and 1 document (application/pdf, ${letter.length} bytes).`,
  )
  expectPictureAndLetter(lastBlocks())
  const saved = savedFiles().filter((name) => !before.includes(name))
  expect(saved).toEqual([expect.stringMatching(/holiday\.png$/), expect.stringMatching(/letter\.pdf$/)])
  expect(saved.map(readSaved)).toEqual([picture, letter])
})

it('shows the model what was uploaded before', async () => {
  const files = [
    await upload('holiday.png', 'image/png', picture),
    await upload('letter.pdf', 'application/pdf', letter),
  ]
  const before = savedFiles()
  await sendFiles(
    'with-ids',
    files.map(({ id, name, mediaType }) => ({ fileId: id, name, mediaType })),
  )
  expectPictureAndLetter(lastBlocks())
  expect(savedFiles()).toEqual(before)
  expect(files.map(({ path }) => readFileSync(join(started.program.home, 'workspace', path)))).toEqual([
    picture,
    letter,
  ])
})

it('gives a text with the message, and names any other file by its path', async () => {
  const unknown = Buffer.from([0x50, 0x4b, 3, 4, 0, 255, 254, 0])
  await sendFiles('texts', [
    { name: 'list.md', mediaType: 'text/markdown', data: base64('- milk\n- grüne Äpfel\n') },
    { name: 'things.zip', mediaType: 'application/zip', data: base64(unknown) },
  ])
  const blocks = lastBlocks()
  expect(blocks.every(({ type }) => type === 'text')).toBe(true)
  const text = blocks.map((each) => each.text).join('\n')
  expect(text).toContain('- milk\n- grüne Äpfel\n')
  const [, path = ''] = /^- (files\/\S*things\.zip) .*open it with your tools$/m.exec(text) ?? []
  expect(readFileSync(join(started.program.home, 'workspace', path))).toEqual(unknown)
})

it('keeps a message once that was sent twice, with its files', async () => {
  const before = savedFiles()
  const asked = server.turns.length
  const attachments = [{ name: 'twice.png', mediaType: 'image/png', data: base64(picture) }]
  const id = crypto.randomUUID()
  await sendFiles('twice', attachments, id)
  device.send({
    type: 'user:message',
    id,
    conversationId: 'twice',
    isNewConversation: true,
    content: scriptOf('Never said.'),
    attachments,
  })
  await device.next('chat:accepted', (each) => each.messageId === id)
  await sendFiles('twice', [])
  expect(savedFiles().filter((name) => !before.includes(name))).toHaveLength(1)
  expect(server.turns).toHaveLength(asked + 2)
})

it('still shows them after a restart', async () => {
  await device.close()
  await started.program.restart()
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
  const { message } = await sendFiles('with-data', [])
  expect(message.content).toBe('I see only text.')
  expectPictureAndLetter(lastBlocks())
})

/** A PNG of one colour, 8 bits for each of red, green and blue. */
function createPicture(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
    return Buffer.concat([uint32(data.length), typed, uint32(crc32(typed))])
  }
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, Buffer.of(40, 160, 120))])
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.of(8, 2, 0, 0, 0)])),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A PDF of one page with one line. */
function createPdf(line: string): Buffer {
  const drawing = `BT /F1 24 Tf 72 720 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const place = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
