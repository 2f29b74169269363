import type { FrameLocator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { findProblems } from './find-problems.ts'
import { createOwner } from './owner.ts'

const owner = createOwner()

async function open(width: number, locale: string): Promise<{ page: Page; chat: FrameLocator }> {
  const { page } = await owner.device({ width, height: 780, locale })
  await page.goto(owner.url)
  return { page, chat: page.frameLocator('iframe[title="Chat"]') }
}

it('the pages are in the language of the browser, at any width', async () => {
  for (const width of [1280, 390, 320]) {
    const { page, chat } = await open(width, 'pt-BR')
    await page.getByRole('button', { name: /^Abrir o chat/ }).click()
    await chat.getByRole('textbox', { name: 'Mensagem' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('pt')
    await chat.getByRole('button', { name: 'Mais', exact: true }).click()
    await chat.getByRole('menuitem', { name: 'Configurações' }).click()
    await chat.getByRole('heading', { name: 'Configurações' }).waitFor()
    const ours = page.frames().filter((frame) => frame.url().startsWith(owner.url))
    expect(await findProblems(page, ours)).toEqual([])
    await page.context().close()
  }
})

it('the owner’s choice in the settings wins over the browser’s, on every device', async () => {
  const { page, chat } = await open(390, 'en-US')
  await page.getByRole('button', { name: /^Open the chat/ }).click()
  await chat.getByRole('button', { name: 'More', exact: true }).click()
  await chat.getByRole('menuitem', { name: 'Settings' }).click()
  await chat.getByRole('button', { name: /^Appearance/ }).click()
  await chat.getByRole('combobox', { name: 'Language' }).selectOption('pt')
  await chat.getByRole('button', { name: 'Load this page again' }).click()
  await chat.getByText('Claro ou escuro?').waitFor()
  const other = await open(390, 'en-US')
  await other.page.getByRole('button', { name: /^Abrir o chat/ }).waitFor()

  expect((await owner.api.fetch('/api/settings', { method: 'PUT', body: { language: 'auto' } })).status).toBe(
    200,
  )
  await other.page.reload()
  await other.page.getByRole('button', { name: /^Open the chat/ }).waitFor()
  await page.context().close()
  await other.page.context().close()
})

it('a page says which language it is in, and that it depends on what was asked for', async () => {
  const page = await fetch(`${owner.url}/bloby/`, {
    headers: { 'accept-language': 'pt-PT,en;q=0.5' },
  })
  expect(page.headers.get('content-language')).toBe('pt')
  expect(page.headers.get('vary')).toContain('Accept-Language')
  expect(await page.text()).toContain('<html lang="pt"')
})
