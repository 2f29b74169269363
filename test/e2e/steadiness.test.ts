import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiClient, claim } from './api.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { type Program, startProgram } from './start-program.ts'

let program: Program
let browser: TestBrowser
let api: ApiClient
beforeAll(async () => {
  program = await startProgram({ seedWorkspace: false })
  api = await claim(program.ready, { password: 'correct horse', name: 'Ada' })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await program?.dispose()
})

/** On a phone so high that nothing has to scroll. */
async function openChat() {
  const device = await browser.device({ width: 390, height: 2400 })
  const { url } = program.ready
  await device.context.addCookies([
    { name: 'bloby_session', value: api.token, url, httpOnly: true, sameSite: 'Lax' },
  ])
  await device.page.goto(`${url}/bloby/`)
  await device.page.getByRole('textbox', { name: 'Message' }).waitFor()
  return device
}

it('the first message of a conversation stays where it appeared when the record has it', async () => {
  const { page, errors, close } = await openChat()
  await page.evaluate(`
    window.tops = new Set()
    const watch = () => {
      for (const bubble of document.querySelectorAll('[role=log] .bg-bubble'))
        if (bubble.textContent.includes('Stay put')) tops.add(Math.round(bubble.getBoundingClientRect().top))
      requestAnimationFrame(watch)
    }
    watch()`)
  await page.getByRole('textbox', { name: 'Message' }).fill('Stay put')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Copy answer' }).waitFor({ timeout: 30_000 })
  expect(await page.evaluate('[...tops]')).toHaveLength(1)
  expect(errors).toEqual([])
  await close()
})

it('what is pressed shows it at once, where nothing can hover', async () => {
  const { page, close } = await openChat()
  const more = page.getByRole('button', { name: 'More' })
  const box = await more.boundingBox()
  if (!box) throw new Error('It is not drawn.')
  const opacity = () =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('[aria-label="More"]')).opacity`)
  expect(await opacity()).toBe('1')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await expect.poll(opacity).toBe('0.6')
  await page.mouse.up()
  await expect.poll(opacity).toBe('1')
  await close()
})
