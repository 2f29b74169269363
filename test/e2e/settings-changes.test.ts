import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { memoryFileAnswer } from '../../src/protocol/memory-files.ts'
import type { Device } from './browser.ts'
import { expectNothingWrong, findProblems } from './find-problems.ts'
import { createSettingsPages } from './settings-pages.ts'

const settings = createSettingsPages()
const inWorkspace = (name: string) => path.join(settings.program.home, 'workspace', name)

it('a memory file is read and changed, and what the agent wrote meanwhile is shown before anything is lost', async () => {
  writeFileSync(inWorkspace('MEMORY.md'), '# What I know\n\n- The bins go out on **Tuesday**.\n')
  writeFileSync(inWorkspace('memory/2026-11-20.md'), '- Watered the plants.\n')
  await settings.lookAt('memory', (page) => page.getByRole('list', { name: 'Daily notes' }).waitFor())

  const device = await settings.open('memory', { width: 390, height: 844 })
  const { page } = device
  await page.getByRole('button', { name: /^Lasting knowledge/ }).click()
  await page.getByText('The bins go out on').waitFor()
  await device.picture('settings-memory-file-390-light')
  await page.getByRole('button', { name: 'Edit' }).click()
  const field = page.getByRole('textbox', { name: 'Text of MEMORY.md' })
  await field.fill('# What I know\n\n- The bins go out on Wednesday.\n')

  // A sheet that is closed keeps what was typed.
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('dialog', { name: 'Settings' }).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('button', { name: /^Memory/ }).click()
  await page.getByRole('button', { name: /Not saved yet/ }).click()
  await expect.poll(() => field.inputValue()).toContain('Wednesday')

  writeFileSync(inWorkspace('MEMORY.md'), '# What I know\n\n- The agent knows of the cat.\n')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const conflict = page.getByRole('region', { name: 'This file was changed meanwhile' })
  await conflict.getByText('The agent knows of the cat.').waitFor()
  expect(readFileSync(inWorkspace('MEMORY.md'), 'utf8')).toContain('cat')
  expect(await field.inputValue()).toContain('Wednesday')
  await device.picture('settings-memory-conflict-390-light')
  await expectNothingWrongBut409(device)
  await field.fill('- The cat, and Wednesday.\n')
  await page.getByRole('button', { name: 'Save my text over it' }).click()
  await page.getByRole('article').getByText('The cat, and Wednesday.').waitFor()
  expect(readFileSync(inWorkspace('MEMORY.md'), 'utf8')).toBe('- The cat, and Wednesday.\n')
  expect(await settings.read('/api/memory/MEMORY.md', memoryFileAnswer)).toMatchObject({
    text: '- The cat, and Wednesday.\n',
  })

  // What was changed by mistake is thrown away after a question.
  await page.getByRole('button', { name: 'Edit' }).click()
  await field.fill('oops')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page
    .getByRole('dialog', { name: 'Throw your changes away?' })
    .getByRole('button', { name: 'Throw away' })
    .click()
  await page.getByRole('article').getByText('The cat, and Wednesday.').waitFor()

  await page.getByRole('button', { name: 'Back to the memory' }).click()
  await page.getByRole('button', { name: /20 November/ }).click()
  await page.getByText('Watered the plants.').waitFor()
  expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0)
  await device.close()
})

/** The refusal that the test is about is an error to the browser's console. */
async function expectNothingWrongBut409({ page, errors }: Device) {
  expect(await findProblems(page)).toEqual([])
  expect(errors.splice(0)).toEqual([expect.stringContaining('409')])
}

it('the bubble takes a picture or a film, shows it, and has its dot again', async () => {
  await settings.lookAt('appearance', (page) => page.getByRole('button', { name: 'Choose a file' }).waitFor())
  const device = await settings.open('appearance', { width: 390, height: 844, theme: 'dark' })
  const { page } = device
  await page.getByRole('radio', { name: 'Light' }).check()
  await expect.poll(() => page.evaluate<string>('document.documentElement.dataset.theme')).toBe('light')
  const input = page.locator('input[type=file][accept*="image/png"]')
  await page.getByRole('button', { name: 'Choose a file' }).waitFor()
  await input.setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') })
  await page.getByRole('alert').getByText('cannot show this file').waitFor()
  await input.setInputFiles({ name: 'big.png', mimeType: 'image/png', buffer: Buffer.alloc(6_000_000) })
  await page.getByRole('alert').getByText('5 MB is the most').waitFor()
  await input.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(redDot, 'base64') })
  await page.getByRole('button', { name: 'Remove' }).waitFor()
  const width = () =>
    page.evaluate<number>(`document.querySelector('img[alt="How it looks now"]').naturalWidth`)
  await expect.poll(width).toBe(1)
  const still = await settings.api.fetch('/api/bubble/still')
  expect([still.status, still.headers.get('content-type')]).toEqual([200, 'image/png'])
  await device.picture('settings-bubble-390-light')
  await expectNothingWrong(device)

  const film = await page.evaluate<string>(recordFilm)
  await input.setInputFiles({ name: 'me.webm', mimeType: 'video/webm', buffer: Buffer.from(film, 'base64') })
  await page.locator('video[aria-label="How it looks now"]').waitFor()
  expect((await settings.api.fetch('/api/bubble')).headers.get('content-type')).toBe('video/webm')
  expect((await settings.api.fetch('/api/bubble/still')).status).toBe(200)
  await expectNothingWrong(device)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Choose a file' }).waitFor()
  expect((await settings.api.fetch('/api/bubble')).status).toBe(404)
  await device.close()
})

it('the language is kept for all devices', async () => {
  const device = await settings.open('appearance')
  await device.page.getByRole('combobox', { name: 'Language' }).selectOption('en')
  await device.page.getByRole('button', { name: 'Load this page again' }).waitFor()
  expect(await (await settings.api.fetch('/api/settings')).json()).toMatchObject({ language: 'en' })
  await device.close()
  await settings.api.fetch('/api/settings', { method: 'PUT', body: { language: 'auto' } })
})

/** One red pixel. */
const redDot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

/** Records half a second of a canvas as WebM, as text that a test can carry. */
const recordFilm = `(async () => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 64
  const paint = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' })
  const parts = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const stopped = new Promise((resolve) => (recorder.onstop = resolve))
  recorder.start()
  for (let frame = 0; frame < 15; frame++) {
    paint.fillStyle = 'hsl(' + frame * 20 + ' 60% 50%)'
    paint.fillRect(0, 0, 64, 64)
    await new Promise(requestAnimationFrame)
  }
  recorder.stop()
  await stopped
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
  return btoa(String.fromCharCode(...bytes))
})()`
