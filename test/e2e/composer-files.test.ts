import { crc32, deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { findProblems } from './find-problems.ts'
import { createOwner } from './owner.ts'

const owner = createOwner()

/** A picture of one colour, with a darker square in it. */
function png(width: number, height: number, [red, green, blue]: readonly [number, number, number]): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isInSquare = x > width / 3 && x < width / 2 && y > height / 3 && y < height / 2
      rows.set(
        [red, green, blue].map((part) => (isInSquare ? part >> 1 : part)),
        y * (width * 3 + 1) + 1 + x * 3,
      )
    }
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    const check = Buffer.alloc(4)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, check])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const pictures = [
  { name: 'garden.png', mimeType: 'image/png', buffer: png(600, 400, [120, 170, 120]) },
  { name: 'sea.png', mimeType: 'image/png', buffer: png(400, 700, [110, 150, 190]) },
]
const report = { name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 words') }

/** Lets a paste or a drop of files happen at an element. */
function hand(page: Page, type: 'paste' | 'drop' | 'dragover', files: { name: string; size: number }[]) {
  return page.evaluate(
    `(() => {
      const data = new DataTransfer()
      for (const { name, size } of ${JSON.stringify(files)})
        data.items.add(new File([new Uint8Array(size)], name, { type: 'text/plain' }))
      const event = '${type}' === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent('${type}', { dataTransfer: data, bubbles: true, cancelable: true })
      const target = '${type}' === 'paste' ? document.querySelector('textarea') : document.querySelector('[role=log]')
      target.dispatchEvent(event)
    })()`,
  )
}

it('files are shown while they go up, limits are said before, a failure is tried again, and a reload keeps them', async () => {
  const chat = await owner.openChat()
  const { page, field, context, picture } = chat
  await chat.startNew()
  const tray = page.getByRole('list', { name: 'Attached files' })
  const input = page.locator('input[type=file]').first()
  await hand(page, 'dragover', [{ name: 'notes.txt', size: 9 }])
  await page.getByText('Drop to attach').waitFor()
  await picture('composer-drop-1280-light')
  await hand(page, 'drop', [
    { name: 'notes.txt', size: 9 },
    { name: 'empty.txt', size: 0 },
    { name: 'film.mov', size: 26_500_000 },
  ])
  await page.getByText('Drop to attach').waitFor({ state: 'detached' })
  await expect.poll(() => tray.getByRole('listitem').allInnerTexts()).toHaveLength(1)
  const note = page
    .locator('form')
    .getByText('“film.mov” has 26.5 MB. A file can have 25 MB at most.', { exact: false })
  await note.waitFor()
  expect(await note.innerText()).toContain('“empty.txt” is empty')

  await hand(page, 'paste', [{ name: 'pasted.txt', size: 9 }])
  await expect.poll(() => tray.getByRole('listitem').count()).toBe(2)

  // An upload that hangs shows how far it is and can be given up; one that failed can be tried again.
  const held = Promise.withResolvers<void>()
  await context.route('**/api/files?name=garden.png', async (route) => {
    await held.promise
    await route.abort()
  })
  await input.setInputFiles([...pictures, report])
  await tray.getByText('PDF · 14 byte').waitFor()
  await page.getByRole('button', { name: 'Cancel the upload of garden.png' }).waitFor()
  await picture('composer-upload-1280-light')
  held.resolve()
  const retry = page.getByRole('button', { name: 'Try garden.png again' })
  await retry.waitFor()
  await picture('composer-upload-failed-1280-light')
  await field.fill('with pictures')
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  await context.unroute('**/api/files?name=garden.png')
  await retry.click()
  await page.getByRole('button', { name: 'Remove garden.png' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Send', exact: true }).isEnabled()).toBe(true)

  await hand(
    page,
    'paste',
    Array.from({ length: 7 }, (_, index) => ({ name: `${index}.txt`, size: 1 })),
  )
  await page.locator('form').getByText('2 were left out', { exact: false }).waitFor()
  await expect.poll(() => tray.getByRole('listitem').count()).toBe(10)
  for (let index = 0; index < 5; index++)
    await page.getByRole('button', { name: `Remove ${index}.txt` }).click()
  await page.getByRole('button', { name: 'Remove pasted.txt' }).click()

  await page.reload()
  await chat.holds('with pictures')
  const names = await tray.getByRole('listitem').allInnerTexts()
  expect(names.map((name) => name.split('\n')[0])).toEqual([
    'notes.txt',
    'garden.png',
    'sea.png',
    'report.pdf',
  ])
  await picture('composer-tray-1280-light')
  expect(await findProblems(page)).toEqual([])

  // A picture of the tray fills the window, and the focus comes back.
  const small = page.getByRole('button', { name: 'Show garden.png' })
  await small.click()
  const box = page.getByRole('dialog', { name: 'garden.png' })
  await box.waitFor()
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'detached' })
  await expect.poll(() => small.evaluate((element) => element.matches(':focus'))).toBe(true)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await chat.log.getByAltText('sea.png').waitFor()
  await tray.waitFor({ state: 'detached' })
  await chat.close()
})

it('pictures of a message fill the window: arrows, enlarging at a place, download, and the focus comes back', async () => {
  for (const options of [{}, { width: 390, height: 844, theme: 'dark' as const }]) {
    const chat = await owner.openChat(options)
    const { page, picture, errors } = chat
    const size = options.width === undefined ? '1280-light' : '390-dark'
    await chat.startNew()
    await page.locator('input[type=file]').first().setInputFiles(pictures)
    await chat.field.fill('Two pictures')
    await page.getByRole('button', { name: 'Remove sea.png' }).waitFor()
    await page.getByRole('button', { name: 'Remove garden.png' }).waitFor()
    await picture(`composer-tray-${size}`)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('button', { name: 'Copy answer' }).waitFor()
    const small = chat.log.getByRole('button', { name: 'garden.png' })
    await small.click()
    const box = page.getByRole('dialog')
    await box.getByRole('img', { name: 'garden.png' }).waitFor()
    await box.getByText('1 of 2').waitFor()
    await picture(`composer-lightbox-${size}`)
    expect(await findProblems(page)).toEqual([])
    await page.keyboard.press('ArrowRight')
    await box.getByRole('img', { name: 'sea.png' }).waitFor()
    await box.getByRole('button', { name: 'Next picture' }).click()
    const image = box.getByRole('img', { name: 'garden.png' })
    await image.waitFor()
    const width = () => image.evaluate((element) => element.getBoundingClientRect().width)
    const before = await width()
    await image.dblclick({ position: { x: 30, y: 30 } })
    await expect.poll(width).toBeGreaterThan(before * 2)
    await picture(`composer-lightbox-enlarged-${size}`)
    await box.getByRole('button', { name: 'Fit in the window' }).click()
    await expect.poll(width).toBe(before)
    const download = page.waitForEvent('download')
    await box.getByRole('link', { name: 'Download' }).click()
    expect((await download).suggestedFilename()).toBe('garden.png')
    await page.keyboard.press('Escape')
    await box.waitFor({ state: 'detached' })
    await expect.poll(() => small.evaluate((element) => element.matches(':focus'))).toBe(true)
    expect(errors).toEqual([])
    await chat.close()
  }
})

it('a phone offers its camera beside its files, says the limits first, and its Enter makes a new line', async () => {
  const { page, field, picture, errors, close, startNew } = await owner.openChat({ width: 390, height: 844 })
  await startNew()
  await page.getByRole('button', { name: 'Attach files' }).click()
  await page.getByText('Up to 10 files, 25 MB each').waitFor()
  await picture('composer-attach-390-light')
  expect(await findProblems(page)).toEqual([])
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: 'Take a photo' }).click()
  const camera = await (await chooser).element()
  expect(await camera.getAttribute('capture')).toBe('environment')
  await (await chooser).setFiles(pictures.slice(0, 1))
  await page.getByRole('button', { name: 'Remove garden.png' }).waitFor()
  const fontSize = await page.evaluate<string>(
    `getComputedStyle(document.querySelector('textarea')).fontSize`,
  )
  expect(Number.parseFloat(fontSize)).toBeGreaterThanOrEqual(16)
  await field.fill('a')
  await field.press('Enter')
  expect(await field.inputValue()).toBe('a\n')
  await page.getByRole('button', { name: 'Remove garden.png' }).click()
  await field.fill('')
  expect(errors).toEqual([])
  await close()
})
