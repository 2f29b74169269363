import { beforeAll, expect, test } from 'vitest'
import { account, type ClaudeLoginServer, createClaudeLoginServer, goodCode } from '../fakes/claude-login.ts'
import { linkEngine } from './engine.ts'
import { findProblems } from './find-problems.ts'
import { createOwner, startClaimed } from './owner.ts'

let server: ClaudeLoginServer
beforeAll(async () => {
  server = await createClaudeLoginServer()
  return () => server.close()
})
const owner = createOwner(() => startClaimed({ env: server.environment, prepareHome: linkEngine }))

test('the owner signs in to Claude in the settings: told to by a turn, by a link and a code, and out again', async () => {
  const { chat, page, picture, errors, close } = await owner.openPanel({ width: 390, height: 844 })
  const settings = chat.getByRole('dialog', { name: 'Settings' })
  const login = settings.getByRole('group', { name: 'Claude login' })

  await chat.getByRole('button', { name: 'More', exact: true }).click()
  await chat.getByRole('menuitem', { name: 'Settings' }).click()
  await settings.getByRole('button', { name: /^Provider/ }).click()
  await settings.getByRole('radio', { name: /^Anthropic/ }).check()
  await settings.getByRole('radio', { name: /^By my Claude login/ }).check()
  await settings.getByRole('button', { name: 'Save' }).click()
  await settings.getByText('The next message goes to Anthropic.').waitFor()
  await page.keyboard.press('Escape')

  await chat.getByRole('textbox', { name: 'Message' }).fill('Hello')
  await chat.getByRole('button', { name: 'Send' }).click()
  await chat.getByText('You are not signed in to Claude', { exact: false }).waitFor()
  await picture('login-missing-390-light')
  await chat.getByRole('button', { name: 'Connect a provider' }).click()

  const start = login.getByRole('button', { name: 'Sign in to Claude' })
  const link = login.getByRole('link', { name: 'Open the sign-in page' })
  const field = login.getByRole('textbox', { name: 'Code' })
  const finish = login.getByRole('button', { name: 'Finish signing in' })
  /** Begins, and gives what the code has to end with. */
  const begin = async () => {
    await start.click()
    await link.waitFor()
    return new URL((await link.getAttribute('href')) ?? '').searchParams.get('state')
  }

  const firstState = await begin()
  await field.fill('half-a-code')
  await finish.click()
  await login.getByText('full code', { exact: false }).waitFor()
  await picture('login-waiting-390-light')
  expect(await findProblems(page)).toEqual([])
  await field.fill(`wrong-code#${firstState}`)
  await finish.click()
  await login.getByRole('alert').filter({ hasText: "wasn't accepted" }).waitFor()
  await picture('login-refused-390-light')

  const secondState = await begin()
  await field.fill(`${goodCode}#${secondState}`)
  await field.press('Enter')
  await login.getByText(`Signed in as ${account}.`).waitFor()
  await picture('login-done-390-light')
  expect(await findProblems(page)).toEqual([])

  await login.getByRole('button', { name: 'Sign out' }).click()
  await start.waitFor()
  expect(server.requests).toContain('POST platform.claude.com/v1/oauth/token/revoke')
  expect(errors).toEqual([])
  await close()
})
