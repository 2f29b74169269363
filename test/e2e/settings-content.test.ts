import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { FrameLocator } from 'playwright-core'
import { renderSVG } from 'uqr'
import { expect, it } from 'vitest'
import { createConversations } from '../../src/platform/store/conversations.ts'
import { createTurns } from '../../src/platform/store/turns.ts'
import { addressAnswer } from '../../src/protocol/address.ts'
import { schedulesAnswer } from '../../src/protocol/schedules.ts'
import { usageAnswer } from '../../src/protocol/usage.ts'
import { expectNothingWrong } from './find-problems.ts'
import { createSettingsPages, looks } from './settings-pages.ts'

const settings = createSettingsPages()
const inWorkspace = (name: string) => path.join(settings.program.home, 'workspace', name)

/** Twenty days of turns, written where turns are kept. */
function useTheAgent() {
  const db = new DatabaseSync(path.join(settings.program.home, 'memory.db'))
  const dayMs = 86_400_000
  const noon = new Date().setHours(12, 0, 0, 0)
  const conversations = createConversations({ db, clock: { now: () => noon } })
  const turns = createTurns({ db })
  const titles = [
    'Expenses page',
    'A long talk about where the garden’s water goes in summer',
    'Reading list',
  ]
  const ids = titles.map((title) => conversations.create({ title }).id)
  for (let day = 0; day < 20; day++)
    for (const [index, conversationId] of ids.entries()) {
      const isAtHome = index === 2
      const id = `used-${day}-${index}`
      const cost = Math.round(((day * 7 + index * 5) % 11) * 6.3 + 3) / 100
      turns.insert({
        ...{ id, conversationId, requestId: id, messageId: id, status: 'done', usedFileTools: false },
        origin: index === 1 ? 'cron' : 'owner',
        agent: isAtHome ? 'ollama' : 'anthropic',
        createdAt: noon - day * dayMs,
        endedAt: Math.min(Date.now(), noon - day * dayMs),
        usage: {
          inputTokens: 9000 + day * 700,
          outputTokens: 800 + index * 90,
          durationMs: 9000,
          ...(!isAtHome && { costUsd: cost }),
        },
      })
    }
  db.close()
}

it('usage says that there is none before there was any, and leads to the limits', async () => {
  const device = await settings.open('usage', { width: 390, height: 844 })
  const { page } = device
  await page.getByText('Nothing was used in the last 30 days.').waitFor()
  await device.picture('settings-usage-empty-390-light')
  await expectNothingWrong(device)
  await page.getByRole('button', { name: /^Spending limits/ }).click()
  await page.getByRole('textbox', { name: /^One turn/ }).waitFor()
  await device.close()
})

it('usage is plotted by day, told by keyboard and as a table, and opens what it was used for', async () => {
  useTheAgent()
  const { days, conversations } = await settings.read('/api/usage?days=30&zone=UTC', usageAnswer)
  expect(days).toHaveLength(30)
  expect(conversations.map(({ title }) => title)).toContain('Expenses page')
  await settings.api.fetch('/api/settings', { method: 'PUT', body: { dailyBudgetUsd: 1 } })

  await settings.lookAt('usage', (page) => page.getByRole('slider', { name: 'Days' }).waitFor())

  const device = await settings.open('usage')
  const { page } = device
  const chart = page.getByRole('slider', { name: 'Days' })
  await chart.waitFor()
  const said = async () => (await chart.getAttribute('aria-valuetext')) ?? ''
  const today = await said()
  expect(today).toMatch(/^\w+,? \d+ \w+: \$\d+\.\d\d · [\d.]+k tokens · 3 turns$/i)
  await chart.focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(said).not.toBe(today)
  await page.keyboard.press('Home')
  await expect.poll(said).toMatch(/: \$0\.00 · 0 tokens · 0 turns$/)
  await page.keyboard.press('End')
  await expect.poll(said).toBe(today)
  await page.getByText('As a table').click()
  await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(21)
  await page.getByRole('radio', { name: 'Tokens' }).check()
  await page.getByRole('listitem').filter({ hasText: 'Ollama' }).getByText('no cost').waitFor()
  await expectNothingWrong(device)
  await page.getByRole('button', { name: /^Expenses page/ }).click()
  await page.getByRole('dialog', { name: 'Settings' }).waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: 'Expenses page' }).waitFor()
  await device.close()
})

it('the schedule is told in words, with what is wrong in it, and that no clock runs it yet', async () => {
  const jobs = [
    {
      id: 'news',
      schedule: '0 9 * * 1-5',
      task: 'Sum up the news and put it on the dashboard',
      timezone: 'Europe/Lisbon',
    },
    { id: 'bins', schedule: '0 20 * * 2', task: 'Remind me of the bins' },
    { id: 'off', schedule: '*/15 * * * *', task: 'Look at the mail', enabled: false },
    { id: 'bad', schedule: '99 * * * *', task: 'Never' },
  ]
  writeFileSync(inWorkspace('CRONS.json'), JSON.stringify(jobs))
  expect((await settings.read('/api/schedules', schedulesAnswer)).jobs).toHaveLength(4)
  await settings.lookAt('schedule', async (page) => {
    await page.getByText('Monday to Friday at').waitFor()
    await page.getByText('the clock that runs it is still to come').waitFor()
  })
  writeFileSync(inWorkspace('CRONS.json'), '[{]')
  const device = await settings.open('schedule')
  await device.page.getByRole('alert').getByText('CRONS.json is not valid JSON').waitFor()
  await expectNothingWrong(device)
  await device.close()
  writeFileSync(inWorkspace('CRONS.json'), '[]')
})

it('the addresses, and how to open Bloby to the network', async () => {
  expect(await settings.read('/api/address', addressAnswer)).toMatchObject({
    isOpen: false,
    local: settings.url,
  })
  const command = `bloby start --port ${settings.program.port} --host 0.0.0.0`
  await settings.lookAt('address', (page) => page.getByText(command).waitFor())

  const device = await settings.open('overview', {
    width: 390,
    height: 844,
    theme: 'dark',
    serviceWorkers: 'block',
  })
  const { page } = device
  const open = {
    local: settings.url,
    network: 'http://192.0.2.7:3000',
    isOpen: true,
    qr: renderSVG('http://192.0.2.7:3000', { border: 2 }),
  }
  await page.route('**/api/address', (route) => route.fulfill({ json: open }))
  await page.getByRole('button', { name: /^Remote access/ }).click()
  await page.getByRole('img', { name: 'QR code of http://192.0.2.7:3000' }).waitFor()
  await device.picture('settings-address-open-390-dark')
  await expectNothingWrong(device)
  await device.close()
})

it('about says what runs, and copies it without anything private', async () => {
  await settings.lookAt('about', (page) => page.getByText(process.version).waitFor())
  const device = await settings.open('about')
  const { page } = device
  await page.getByRole('button', { name: 'Copy for a bug report' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const report = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(report).toContain(`Node.js ${process.version}`)
  expect(report).not.toContain(settings.program.home)
  await device.close()
})

it('pages are steps of the browser’s history', async () => {
  const inTab = await settings.open('usage')
  const sheet = inTab.page.getByRole('dialog', { name: 'Settings' })
  const heading = (name: string) => sheet.getByRole('heading', { name, level: 2 })
  await heading('Usage').waitFor()
  await sheet.getByRole('button', { name: /^Spending limits/ }).click()
  await heading('Spending limits').waitFor()
  await expect.poll(() => inTab.page.url()).toContain('#settings/limits')
  await inTab.page.reload()
  await heading('Spending limits').waitFor()
  await inTab.page.goBack()
  await heading('Usage').waitFor()
  await sheet.getByRole('button', { name: 'Back to the settings' }).click()
  await heading('Settings').waitFor()
  await sheet.getByRole('button', { name: 'Close', exact: true }).click()
  await sheet.waitFor({ state: 'hidden' })
  await expect.poll(() => inTab.page.url()).toBe(`${settings.url}/bloby/`)
  await inTab.page.goto(`${settings.url}/bloby/#settings/nothing-of-this-name`)
  await inTab.page.reload()
  await heading('Settings').waitFor()
  await inTab.close()
})

it('pages are steps of the history in the panel too', async () => {
  const inPanel = await settings.openPanel({ width: 390, height: 844 })
  const { chat } = inPanel
  const sheet = await openSettings(chat)
  await inPanel.picture('settings-overview-390-light')
  await sheet.getByRole('button', { name: /^Memory/ }).click()
  await sheet.getByRole('button', { name: /^Who the agent is/ }).click()
  await sheet.getByRole('heading', { name: 'MYSELF.md' }).waitFor()
  for (const name of ['Memory', 'Settings']) {
    await inPanel.page.evaluate('history.back()')
    await sheet.getByRole('heading', { name, exact: true, level: 2 }).waitFor()
  }
  await inPanel.page.evaluate('history.back()')
  await sheet.waitFor({ state: 'hidden' })
  await chat.getByRole('textbox', { name: 'Message' }).waitFor()
  await inPanel.page.evaluate('history.back()')
  await inPanel.page.getByRole('button', { name: /^Open the chat/ }).waitFor()
  await inPanel.close()
})

async function openSettings(chat: FrameLocator) {
  await chat.getByRole('button', { name: 'More', exact: true }).click()
  await chat.getByRole('menuitem', { name: 'Settings' }).click()
  const sheet = chat.getByRole('dialog', { name: 'Settings' })
  await sheet.getByRole('button', { name: /^Provider/ }).waitFor()
  return sheet
}

it('every page is reached by keyboard alone, and left by the way back', async () => {
  for (const look of looks) {
    const device = await settings.open('overview', look)
    const { page } = device
    await page.getByRole('button', { name: /^Provider/ }).waitFor()
    await device.picture(`settings-overview-${look.width}-${look.theme}`)
    await expectNothingWrong(device)
    await device.close()
  }
  const device = await settings.open('overview')
  const { page } = device
  const rows = page.getByRole('dialog', { name: 'Settings' }).getByRole('listitem').getByRole('button')
  await rows.first().waitFor()
  const count = await rows.count()
  expect(count).toBeGreaterThan(10)
  await rows.first().focus()
  for (let row = 0; row < count; row++) {
    await expect.poll(() => rows.nth(row).and(page.locator(':focus')).count()).toBe(1)
    await page.evaluate(watchNextPage)
    await page.keyboard.press('Enter')
    const back = page.getByRole('button', { name: 'Back to the settings' })
    await back.waitFor()
    expect(await page.evaluate('hasFocus')).toBe(true)
    await page.goBack()
    await back.waitFor({ state: 'hidden' })
    await rows.nth(row).focus()
    await page.keyboard.press('Tab')
  }
  await device.close()
})

/** `hasFocus`: whether the heading has the focus as soon as it is that of another page. Keys are pressed at once. */
const watchNextPage = `{
  const heading = document.querySelector('dialog h2')
  const seen = Promise.withResolvers()
  const look = () => seen.resolve(document.activeElement === heading)
  window.hasFocus = seen.promise
  new MutationObserver(look).observe(heading, { childList: true, characterData: true, subtree: true })
}`
