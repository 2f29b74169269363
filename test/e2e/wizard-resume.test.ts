import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { login } from './api.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { expectNothingWrong } from './find-problems.ts'
import { findFreePorts } from './start-program.ts'
import { wizardPassword as password, visit, withProgram } from './wizard-visit.ts'

const bubbleOf = (page: Page) => page.getByRole('button', { name: /^Open the chat/ })

let browser: TestBrowser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('goes on where it was: after a reload, after a kill, on another device; and with the keyboard alone', async () => {
  const nowhere = `http://127.0.0.1:${await findFreePorts()}`
  const registry = { npm_config_registry: nowhere, npm_config_fetch_retries: '0' }
  await withProgram({ env: registry }, async (program) => {
    const owner = await visit(await browser.device(), program.ready.setupUrl ?? '')
    const { keyboard } = owner.page
    /** The focused element's name, once it is this one. */
    const focused = (name: string | RegExp, role: 'button' | 'textbox') =>
      expect
        .poll(async () => {
          const element = owner.chat.getByRole(role, { name })
          return (await element.count()) === 1 && (await element.evaluate((node) => node.matches(':focus')))
        })
        .toBe(true)
    async function tabTo(name: string | RegExp, role: 'button' | 'textbox' = 'button') {
      const element = owner.chat.getByRole(role, { name })
      for (let presses = 0; presses < 12; presses++) {
        if (await element.evaluate((node) => node.matches(':focus'))) return
        await keyboard.press('Tab')
      }
      await focused(name, role)
    }

    await owner.at('This is Bloby')
    await tabTo('Start')
    const inChat = owner.chat.locator('html')
    await inChat.evaluate(watchNextHeading)
    await keyboard.press('Enter')
    await owner.at('Make it yours')
    expect(await inChat.evaluate('focused')).toBe('Make it yours')
    await tabTo(/Your name/, 'textbox')
    await keyboard.type('Ada')
    await tabTo('Password', 'textbox')
    await keyboard.type('short')
    await keyboard.press('Enter')
    await owner.chat.getByText('The password needs at least 8 characters.').waitFor()
    await owner.picture('wizard-short-password-1280-light')
    await expectNothingWrong(owner)
    await keyboard.type(' horse battery')
    await keyboard.press('Enter')
    await owner.at('Who thinks for Bloby?')
    await tabTo(/^Ollama/)
    await keyboard.press('Enter')
    await owner.at('Where is Ollama?')
    // The download began with the choice; here it finds no registry, and nothing waits for it.
    await owner.chat
      .getByText('The engine could not be downloaded.', { exact: false })
      .waitFor({ timeout: 60_000 })
    await owner.picture('wizard-engine-failed-1280-light')
    await expectNothingWrong(owner)

    await owner.page.reload()
    await owner.at('Where is Ollama?')
    await program.kill9()
    await program.restart()
    // What the browser says of a server that is gone.
    owner.errors.length = 0
    await owner.page.reload()
    await owner.at('Where is Ollama?')
    owner.errors.length = 0
    await tabTo('Skip')
    await keyboard.press('Enter')
    await owner.at('Where you find Bloby')
    await owner.picture('wizard-address-1280-light')
    await expectNothingWrong(owner)
    await tabTo('Continue')
    await keyboard.press('Enter')
    await owner.at('Speak instead of typing')
    await owner.chat.getByRole('textbox', { name: /key/i }).waitFor()
    await owner.picture('wizard-voice-1280-light')
    await expectNothingWrong(owner)

    const other = await visit(
      await browser.device({ width: 480, height: 800, theme: 'dark' }),
      program.ready.url,
    )
    await other.chat.getByRole('textbox', { name: 'Password' }).fill('short horse battery')
    await other.tap('Sign in')
    await other.at('Speak instead of typing')
    await other.picture('wizard-voice-480-dark')
    await expectNothingWrong(other)
    await other.tap('Skip')
    await other.at('All set, Ada')
    await other.picture('wizard-done-480-dark')
    await expectNothingWrong(other)
    await other.tap('Add a list called Groceries')
    const field = other.chat.getByRole('textbox', { name: 'Message' })
    await expect.poll(() => field.inputValue()).toBe('Add a to-do card called Groceries')
    await other.close()

    // Over is over: the first device finds the dashboard, and comes back to a step by the settings.
    await owner.page.reload()
    await owner.page
      .frameLocator('iframe[title="Your app"]')
      .getByText(/Ada/)
      .first()
      .waitFor({ timeout: 60_000 })
    await bubbleOf(owner.page).click()
    await owner.chat.getByRole('button', { name: 'More', exact: true }).click()
    await owner.chat.getByRole('menuitem', { name: 'Settings' }).click()
    await owner.tap(/^Set up again/)
    await owner.picture('settings-setup-1280-light')
    await owner.tap('Name and password')
    await owner.at('This Bloby is yours')
    await owner.chat.getByRole('textbox', { name: /Your name/ }).fill('Ada Lovelace')
    await owner.picture('wizard-again-1280-light')
    await expectNothingWrong(owner)
    await owner.tap('Continue')
    await owner.at('Who thinks for Bloby?')
    await owner.tap('Close the setup')
    await owner.chat.getByRole('textbox', { name: 'Message' }).waitFor()
    const api = await login(program.ready, 'short horse battery')
    expect(await (await api.fetch('/api/settings')).json()).toMatchObject({ ownerName: 'Ada Lovelace' })
    expect(await (await api.fetch('/api/onboard')).json()).toMatchObject({ isDone: true })
    await owner.close()
  })
})

it.each([
  [320, 'dark'],
  [390, 'light'],
  [480, 'light'],
  [1280, 'dark'],
] as const)('every step fits %d px, %s', (width, theme) =>
  withProgram({}, async (program) => {
    const owner = await visit(
      await browser.device({ width, height: 760, theme }),
      program.ready.setupUrl ?? '',
    )
    const look = async (name: string) => {
      await owner.picture(`wizard-${name}-${width}-${theme}`)
      await expectNothingWrong(owner)
    }
    await owner.at('This is Bloby')
    await look('1-welcome')
    await owner.tap('Start')
    await owner.at('Make it yours')
    await look('2-portal')
    await owner.chat.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
    await owner.tap('Make it mine')
    await owner.at('Who thinks for Bloby?')
    await look('3-provider')
    await owner.tap('Decide later')
    await owner.at('Where you find Bloby')
    await owner.chat.getByText(`bloby start --port ${program.port} --host 0.0.0.0`).waitFor()
    await look('6-address')
    // Where nothing is asked, there is one way on; where a key is, what goes on without one says so.
    expect(await owner.chat.getByRole('button', { name: 'Skip' }).count()).toBe(0)
    await owner.tap('Continue')
    await owner.at('Speak instead of typing')
    await owner.chat.getByRole('textbox', { name: /key/i }).waitFor()
    await look('7-voice')
    expect(await owner.chat.getByRole('button', { name: 'Continue' }).count()).toBe(0)
    await owner.tap('Skip')
    await owner.at('All set')
    await owner.chat.getByRole('button', { name: /^Voice/ }).waitFor()
    await look('8-done')
    await owner.tap('Open the chat')
    await owner.chat.getByRole('textbox', { name: 'Message' }).waitFor()
    await owner.close()
  }),
)

/** `focused`: what has the focus as soon as another step is shown. Keys are pressed at once. */
const watchNextHeading = `{
  const seen = Promise.withResolvers()
  window.focused = seen.promise
  new MutationObserver(() => seen.resolve(document.activeElement.textContent)).observe(document.body, {
    subtree: true, childList: true, attributeFilter: ['hidden'],
  })
}`
