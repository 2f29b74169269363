import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FrameLocator } from 'playwright-core'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import { createTranscriptionApi, type TranscriptionApi } from '../fakes/openai-transcription.ts'
import { silentMp4, spokenWav } from '../fakes/sounds.ts'
import { type Device, type DeviceOptions, launchBrowser } from './browser.ts'
import { connectChat } from './chat-socket.ts'
import { findProblems } from './find-problems.ts'
import { createOwner, startClaimed } from './owner.ts'

const key = 'sk-voice-fake-key-Zz9'
const folder = mkdtempSync(path.join(tmpdir(), 'bloby-voice-'))
const speech = path.join(folder, 'speech.wav')
let fake: TranscriptionApi
beforeAll(async () => {
  writeFileSync(speech, spokenWav(30))
  fake = await createTranscriptionApi({ key })
  return async () => {
    await fake.close()
    rmSync(folder, { recursive: true })
  }
})
const owner = createOwner(startClaimed, [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-audio-capture=${speech}%noloop`,
])
beforeEach(async () => {
  fake.say('Add a note: buy coffee filters')
  await owner.api.fetch('/api/settings', { method: 'PUT', body: { voiceBaseUrl: fake.url, voiceKey: key } })
  await owner.api.fetch('/api/context/clear', { method: 'POST', body: {} })
})

/** The panel is open again after a reload, as it was before. */
async function enter({ page }: Pick<Device, 'page'>): Promise<FrameLocator> {
  const isOpen = await page.evaluate('localStorage.getItem("bloby_widget_open") === "true"')
  if (!isOpen) await page.getByRole('button', { name: /^Open the chat/ }).click()
  return page.frameLocator('iframe[title="Chat"]')
}

/** Records until so many seconds have been counted. */
async function record(chat: FrameLocator, seconds = 2) {
  await chat.getByRole('button', { name: 'Record a voice message' }).click()
  const recorder = chat.getByRole('group', { name: 'Recording' })
  await recorder.getByText(`0:0${seconds} / 10:00`).waitFor()
  return recorder
}

const ofOwner = async () => (await owner.messages()).filter(({ role }) => role === 'user')
const voiceIn = (message: ChatMessage | undefined) =>
  message?.parts.flatMap((part) => (part.type === 'file' ? [part.file] : []))[0]

it('a voice message is recorded, written down and answered, and can be played, sought in and sped up', async () => {
  const { chat, page, picture, errors, close } = await owner.openPanel({ width: 390, height: 844 })
  const recorder = await record(chat, 3)
  await expect.poll(() => recorder.locator('path').first().getAttribute('d')).toMatch(/v1\d/)
  expect(await findProblems(page)).toEqual([])
  await picture('voice-recording-390-light')
  await recorder.getByRole('button', { name: 'Send voice message' }).click()
  const log = chat.getByRole('log')
  await log.getByText('You: Add a note: buy coffee filters').waitFor()
  await log
    .getByText(/buy coffee filters/)
    .nth(1)
    .waitFor()
  await expect
    .poll(async () => (await owner.messages()).map(({ status }) => status))
    .toEqual(['sent', 'done'])

  const [message] = await ofOwner()
  const file = voiceIn(message)
  expect(file).toMatchObject({
    mediaType: 'audio/webm',
    path: expect.stringMatching(/^files\/.*voice-message\.webm$/),
  })
  expect(file?.voice?.peaks).toHaveLength(64)
  expect(file?.voice?.durationMs).toBeGreaterThan(2500)
  expect(fake.requests.at(-1)?.bytes).toEqual(
    readFileSync(path.join(owner.program.home, 'workspace', file?.path ?? '')),
  )

  const player = log.getByRole('group', { name: /^Voice message, 0:0\d/ })
  const position = player.getByRole('slider', { name: 'Position' })
  await player.getByRole('button', { name: 'Play' }).click()
  await player.getByRole('button', { name: 'Pause' }).waitFor()
  await expect.poll(() => position.inputValue()).not.toBe('0')
  await player.getByRole('button', { name: 'Pause' }).click()
  await player.getByRole('button', { name: 'Play' }).waitFor()
  await position.focus()
  await page.keyboard.press('Home')
  await expect.poll(() => position.getAttribute('aria-valuetext')).toMatch(/^0:00 of 0:0\d$/)
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight')
  await expect.poll(() => position.getAttribute('aria-valuetext')).toMatch(/^0:02 of/)
  await player.getByRole('button', { name: 'Speed 1×' }).click()
  await player.getByRole('button', { name: 'Speed 1.5×' }).waitFor()
  await picture('voice-message-390-light')
  expect(await findProblems(page)).toEqual([])
  expect(errors).toEqual([])
  await close()
})

it('a recording that was stopped waits through a reload, and survives a killed supervisor on its way', async () => {
  const device = await owner.openPanel({ width: 1280, height: 800, theme: 'dark' })
  const { page, picture, close } = device
  let { chat } = device
  const recorder = await record(chat)
  await page.keyboard.press('Escape')
  await recorder.waitFor({ state: 'detached' })
  await expect.poll(() => chat.locator('button[id^=send-]:focus').count()).toBe(1)
  const unsent = () => chat.getByRole('list', { name: 'Unsent recordings' }).getByRole('listitem')
  await unsent().getByText('Unsent recording').waitFor()
  await unsent().getByRole('button', { name: 'Play' }).click()
  await unsent().getByRole('button', { name: 'Pause' }).waitFor()
  await picture('voice-kept-1280-dark')
  await page.reload()
  chat = await enter(device)
  await unsent().getByText('Unsent recording').waitFor()
  expect(await findProblems(page)).toEqual([])

  fake.say({ failure: 'hang' }, 'Add a note: water the plants')
  const before = fake.requests.length
  await unsent().getByRole('button', { name: 'Send voice message' }).click()
  await unsent().getByText('Writing down what you said…').waitFor()
  await fake.asked(before + 1)
  await owner.program.kill9()
  try {
    await unsent().getByText('It is sent by itself when Bloby is back.').waitFor()
    await picture('voice-waiting-1280-dark')
    // It goes with the page, too.
    await page.goto('about:blank')
  } finally {
    await owner.program.restart()
  }
  await page.goto(owner.url)
  chat = await enter(device)
  await chat.getByRole('log').getByText('You: Add a note: water the plants').waitFor()
  await unsent().first().waitFor({ state: 'detached' })
  await expect.poll(owner.words).toEqual(['Add a note: water the plants'])
  await close()
})

it('what was said until a reload in the middle of it is kept, and can be deleted', async () => {
  const device = await owner.openPanel({ width: 320, height: 640 })
  const { page, picture, close } = device
  await record(device.chat, 3)
  await picture('voice-recording-320-light')
  expect(await findProblems(page)).toEqual([])
  await page.reload()
  const chat = await enter(device)
  const kept = chat.getByRole('list', { name: 'Unsent recordings' }).getByRole('listitem')
  await kept.getByText(/^0:\d\d$/).waitFor()
  await picture('voice-kept-320-light')
  expect(await findProblems(page)).toEqual([])
  await kept.getByRole('button', { name: 'Delete recording' }).click()
  await kept.waitFor({ state: 'detached' })
  await page.reload()
  await (await enter(device)).getByRole('button', { name: 'Record a voice message' }).waitFor()
  expect(await page.evaluate(recordingsOnDisk)).toBe(0)
  expect(await kept.count()).toBe(0)
  await close()
})

it('without a key it is sent as sound, and says where to add one, which is tried out before it is saved', async () => {
  await owner.api.fetch('/api/settings', { method: 'PUT', body: { voiceKey: null } })
  const { chat, page, picture, close } = await owner.openPanel({ width: 390, height: 844, theme: 'dark' })
  const recorder = await record(chat)
  await recorder.getByRole('button', { name: 'Send voice message' }).click()
  const log = chat.getByRole('log')
  await log.getByText('No transcript: Bloby needs a key for voice').waitFor()
  await log.getByText(/can’t hear voice messages/).waitFor()
  const [message] = await ofOwner()
  expect(message?.content).toBe('')
  expect(voiceIn(message)?.voice?.missing).toBe('key')
  await picture('voice-no-key-390-dark')
  expect(await findProblems(page)).toEqual([])

  await log.getByRole('button', { name: 'Set up voice' }).click()
  const settings = chat.getByRole('dialog', { name: 'Settings' })
  const field = settings.getByRole('textbox', { name: 'Key for voice' })
  await field.fill('sk-wrong')
  await settings.getByRole('button', { name: 'Test' }).click()
  await settings.getByText(/does not accept the key for voice/).waitFor()
  await field.fill(key)
  await settings.getByRole('button', { name: 'Test' }).click()
  await settings.getByText('The server transcribes.').waitFor()
  await picture('voice-settings-390-dark')
  expect(await findProblems(page)).toEqual([])
  await settings.getByRole('button', { name: 'Save' }).click()
  await settings.getByText('Set, ends in -Zz9').waitFor()
  expect(await chat.locator('html').innerHTML()).not.toContain(key)
  await settings.getByRole('button', { name: 'Close', exact: true }).click()
  await log.getByRole('button', { name: 'Write it down now' }).click()
  const composer = chat.getByRole('textbox', { name: 'Message' })
  await expect.poll(() => composer.inputValue()).toBe('Add a note: buy coffee filters')
  await close()
})

it('what an iPhone records is written down, and plays', async () => {
  const before = 'MediaRecorder.isTypeSupported = (type) => type === "audio/mp4"'
  const { chat, close } = await owner.openPanel({ width: 390, height: 844 }, ({ page }) =>
    page.addInitScript(before),
  )
  const recorder = await record(chat)
  await recorder.getByRole('button', { name: 'Send voice message' }).click()
  await chat.getByRole('log').getByText('You: Add a note: buy coffee filters').waitFor()
  await expect.poll(async () => voiceIn((await ofOwner())[0])).toMatchObject({ mediaType: 'audio/mp4' })
  expect(fake.requests.at(-1)).toMatchObject({ fileName: 'voice.mp4' })

  const socket = await connectChat({ url: owner.url, token: owner.api.token })
  const audio = silentMp4(60).toString('base64')
  fake.say('From the phone.')
  socket.send({ type: 'whisper:transcribe', id: 'w1', audio })
  expect((await socket.next('whisper:transcribed')).text).toBe('From the phone.')
  const voice = { durationMs: 60_000, peaks: [10, 60, 30] }
  const attachment = { name: 'voice-message.m4a', mediaType: 'audio/mp4', data: audio, voice }
  socket.send({ type: 'user:message', id: 'mp4', content: 'From the phone.', attachments: [attachment] })
  const player = chat.getByRole('group', { name: 'Voice message, 1:00' })
  await player.getByRole('button', { name: 'Play' }).click()
  const position = player.getByRole('slider')
  await expect.poll(() => position.inputValue()).not.toBe('0')
  const other = chat.getByRole('group', { name: /^Voice message/ }).first()
  await other.getByRole('button', { name: 'Play' }).click()
  await other.getByRole('button', { name: 'Pause' }).waitFor()
  await player.getByRole('button', { name: 'Play' }).waitFor()
  await socket.close()
  await close()
})

it('audio that cannot be transcribed is refused over the socket with the id that it came with', async () => {
  const socket = await connectChat({ url: owner.url, token: owner.api.token })
  socket.send({ type: 'whisper:transcribe', id: 'w2', audio: Buffer.from('no sound').toString('base64') })
  expect(await socket.next('bot:error')).toMatchObject({ id: 'w2', code: 'invalid' })
  fake.say({ failure: 'no-credit' })
  socket.send({ type: 'whisper:transcribe', id: 'w3', audio: silentMp4(1).toString('base64') })
  expect(await socket.next('bot:error')).toMatchObject({
    id: 'w3',
    message: expect.stringContaining('no credit'),
  })
  await socket.close()
})

it('a microphone that is blocked, or a page that is not secure, is told in words', async () => {
  const plain = await launchBrowser()
  const open = async (options: DeviceOptions, before = '') => {
    const session = { url: owner.url, token: owner.api.token }
    const device = await plain.device({ session, ...options })
    await device.page.addInitScript(before)
    await device.page.goto(owner.url)
    return { ...device, chat: await enter(device) }
  }
  const { chat, picture, close } = await open({ width: 390, height: 844 })
  await chat.getByRole('button', { name: 'Record a voice message' }).click()
  await chat
    .getByRole('alert')
    .filter({ hasText: /microphone/i })
    .waitFor()
  await picture('voice-blocked-390-light')
  await close()
  const insecure = 'Object.defineProperty(window, "isSecureContext", { value: false })'
  const second = await open({}, insecure)
  await second.chat.getByRole('button', { name: 'Record a voice message' }).click()
  await second.chat.getByText('The microphone works only over https').waitFor()
  await second.close()
  await plain.close()
})

/** How many the device keeps: the page shows them only a moment after it is there. */
const recordingsOnDisk = `new Promise((resolve, reject) => {
  const opened = indexedDB.open('bloby-voice')
  opened.onerror = () => reject(opened.error)
  opened.onsuccess = () => {
    const counted = opened.result.transaction('recordings').objectStore('recordings').count()
    counted.onsuccess = () => resolve(counted.result)
    opened.result.close()
  }
})`
