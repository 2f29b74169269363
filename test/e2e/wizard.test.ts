import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { account, createClaudeLoginServer, goodCode } from '../fakes/claude-login.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { login } from './api.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { changeSettings, linkEngine } from './engine.ts'
import { expectNothingWrong } from './find-problems.ts'
import { findFreePorts, type Program } from './start-program.ts'
import { claimByPage, wizardPassword as password, visit, withProgram } from './wizard-visit.ts'

const bubbleOf = (page: Page) => page.getByRole('button', { name: /^Open the chat/ })
const key = 'sk-ant-api03-of-the-wizard-7Kq9'

let browser: TestBrowser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** In place of Anthropic's own servers, and with the demo as before. */
async function useAnthropicAt(server: MessagesApi, program: Program): Promise<void> {
  const api = await login(program.ready, password)
  await changeSettings(api, { provider: 'anthropic', baseUrl: server.url })
  await changeSettings(api, { provider: 'demo' })
}

it('whoever wants to look around first is in the chat after three taps, and has an answer after the fourth', () =>
  withProgram({}, async (program) => {
    const owner = await visit(await browser.device({ width: 390, height: 844 }), program.ready.setupUrl ?? '')
    await owner.at('This is Bloby')
    await owner.picture('wizard-welcome-390-light')
    await expectNothingWrong(owner)
    expect(owner.page.url()).not.toContain('setup')
    await claimByPage(owner)
    await owner.picture('wizard-provider-390-light')
    await expectNothingWrong(owner)
    expect(await bubbleOf(owner.page).count()).toBe(0)

    await owner.tap('Look around first')
    const field = owner.chat.getByRole('textbox', { name: 'Message' })
    await expect.poll(() => field.inputValue()).toMatch(/Mission Control/)
    await owner.picture('wizard-first-message-390-light')
    await owner.tap('Send')
    expect(owner.taps()).toBe(4)
    await owner.chat.getByRole('button', { name: 'Copy answer' }).waitFor()
    await expectNothingWrong(owner)

    // It stays over, here and on the next device.
    await owner.page.reload()
    await owner.chat.getByRole('button', { name: 'Copy answer' }).waitFor()
    await owner.close()
  }))

it('with an API key: a wrong one is told in words, and after a right one the model is chosen and the chat answers', async () => {
  const server = await createMessagesApi({ requiredKey: key })
  await withProgram({ prepareHome: linkEngine }, async (program) => {
    const owner = await visit(
      await browser.device({ width: 390, height: 844, theme: 'dark' }),
      program.ready.setupUrl ?? '',
    )
    await claimByPage(owner)
    await useAnthropicAt(server, program)
    await owner.tap(/^Claude by Anthropic/)
    await owner.at('Sign in to Claude')
    await owner.picture('wizard-login-390-dark')
    await expectNothingWrong(owner)
    await owner.tap('Use an API key instead')
    await owner.at('Enter your API key')
    const field = owner.chat.getByRole('textbox', { name: 'API key' })
    await field.fill('sk-ant-wrong')
    await owner.tap('Continue')
    await owner.chat.getByRole('alert').filter({ hasText: /key/ }).waitFor()
    await owner.picture('wizard-wrong-key-390-dark')
    await expectNothingWrong(owner)

    // Nothing typed is lost on the way back and forth, by the page's button or the browser's.
    await owner.chat.getByRole('button', { name: 'Back' }).click()
    await owner.at('Who thinks for Bloby?')
    await owner.page.evaluate('history.forward()')
    await owner.at('Enter your API key')
    await expect.poll(() => field.inputValue()).toBe('sk-ant-wrong')
    await owner.page.evaluate('history.back()')
    await owner.at('Who thinks for Bloby?')
    await owner.page.evaluate('history.forward()')
    await field.fill(key)
    await owner.tap('Continue')

    await owner.at('Which model?')
    await owner.chat.getByText('accepts the key', { exact: false }).waitFor()
    await owner.chat.getByRole('option', { name: 'claude-sonnet-5-5' }).waitFor({ state: 'attached' })
    await owner.picture('wizard-model-390-dark')
    await expectNothingWrong(owner)
    expect(await owner.chat.locator('html').innerHTML()).not.toContain(key)
    await owner.tap('Start chatting')

    const message = owner.chat.getByRole('textbox', { name: 'Message' })
    await expect.poll(() => message.inputValue()).toMatch(/^Look at my workspace/)
    await message.fill('script: ["Good morning, Ada."]')
    await owner.tap('Send')
    await owner.chat.getByRole('log').getByText('Good morning, Ada.').first().waitFor({ timeout: 60_000 })
    expect(owner.errors).toEqual([])
    await owner.close()
  })
  await server.close()
})

it('with the owner’s own Claude login: a page, a code, and on with a model of theirs', async () => {
  const server = await createClaudeLoginServer()
  await withProgram({ env: server.environment, prepareHome: linkEngine }, async (program) => {
    const owner = await visit(await browser.device({ width: 390, height: 844 }), program.ready.setupUrl ?? '')
    await claimByPage(owner)
    await owner.tap(/^Claude by Anthropic/)
    await owner.at('Sign in to Claude')
    await owner.tap('Continue')
    await owner.chat.getByRole('alert').filter({ hasText: 'You are not signed in to Claude' }).waitFor()
    await owner.tap('Sign in to Claude')
    const link = owner.chat.getByRole('link', { name: 'Open the sign-in page' })
    await link.waitFor({ timeout: 60_000 })
    const state = new URL((await link.getAttribute('href')) ?? '').searchParams.get('state')
    await owner.picture('wizard-code-390-light')
    await expectNothingWrong(owner)
    await owner.chat.getByRole('textbox', { name: 'Code' }).fill(`${goodCode}#${state}`)
    await owner.tap('Finish signing in')
    await owner.chat.getByText(`Signed in as ${account}.`).waitFor({ timeout: 60_000 })
    await owner.tap('Continue')
    await owner.at('Which model?')
    await owner.chat.getByRole('combobox', { name: 'Model' }).selectOption('sonnet')
    await owner.tap('Continue')
    await owner.at('Where you find Bloby')
    const api = await login(program.ready, password)
    expect(await (await api.fetch('/api/settings')).json()).toMatchObject({
      provider: 'anthropic',
      anthropicAuth: 'login',
      model: 'sonnet',
    })
    expect(await (await api.fetch('/api/onboard')).json()).toMatchObject({ missing: ['voice'] })
    expect(owner.errors).toEqual([])
    await owner.close()
  })
  await server.close()
})

it('with Ollama and with another server: what does not answer is told, and one of its models is chosen already', async () => {
  const ollama = await createMessagesApi({ plays: 'ollama' })
  const compatible = await createMessagesApi({ plays: 'compatible', requiredKey: key })
  const nowhere = `http://127.0.0.1:${await findFreePorts()}`
  await withProgram({ prepareHome: linkEngine }, async (program) => {
    const owner = await visit(await browser.device({ width: 320, height: 800 }), program.ready.setupUrl ?? '')
    await claimByPage(owner)
    const address = owner.chat.getByRole('textbox', { name: 'Address of the server' })
    await owner.tap(/^Ollama/)
    await owner.at('Where is Ollama?')
    await address.fill(nowhere)
    await owner.tap('Continue')
    await owner.chat
      .getByRole('alert')
      .filter({ hasText: `Nothing answers at ${nowhere}` })
      .waitFor()
    await owner.picture('wizard-ollama-320-light')
    await expectNothingWrong(owner)
    await address.fill(ollama.url)
    await owner.tap('Continue')
    await owner.at('Which model?')
    await owner.chat.getByText('It answers, with 2 models.').first().waitFor()
    const model = owner.chat.getByRole('combobox', { name: 'Model' })
    await expect.poll(() => model.inputValue()).toBe('qwen3:8b')
    await owner.picture('wizard-ollama-model-320-light')
    await expectNothingWrong(owner)
    await owner.tap('Continue')
    await owner.chat.getByText('qwen3:8b can use tools.', { exact: false }).waitFor()
    await owner.at('Where you find Bloby')
    await owner.picture('wizard-address-320-light')
    await expectNothingWrong(owner)

    // Another choice, on second thoughts.
    await owner.chat.getByRole('button', { name: 'Back' }).click()
    await owner.chat.getByRole('button', { name: 'Back' }).click()
    await owner.chat.getByRole('button', { name: 'Back' }).click()
    await owner.tap(/^Another server/)
    await owner.at('Where is your server?')
    await owner.tap('Continue')
    await owner.chat.getByText('Enter the address of the server.').waitFor()
    await address.fill(compatible.url)
    await owner.chat.getByRole('textbox', { name: 'API key' }).fill(key)
    await owner.tap('Continue')
    await expect.poll(() => model.inputValue()).toBe('local-model')
    await owner.tap('Continue')
    await owner.at('Where you find Bloby')
    const api = await login(program.ready, password)
    expect(await (await api.fetch('/api/settings')).json()).toMatchObject({
      provider: 'compatible',
      model: 'local-model',
      baseUrl: compatible.url,
    })
    expect(owner.errors).toEqual([])
    await owner.close()
  })
  await Promise.all([ollama.close(), compatible.close()])
})
