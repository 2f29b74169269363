import { existsSync, globSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createClaudeLogin } from '../../src/agents/claude/login/claude-login.ts'
import { systemClock } from '../../src/system/clock.ts'
import { createProcessLedger } from '../../src/system/process-ledger.ts'
import { temporaryDirectory } from '../../src/system/temporary-directory.test-kit.ts'
import { account, createClaudeLoginServer, goodCode } from '../fakes/claude-login.ts'

/** The real program, with Anthropic's servers played by a fake one. */
async function openLogin() {
  const directory = temporaryDirectory()
  const server = await createClaudeLoginServer()
  onTestFinished(server.close)
  const binary = findProgram(inject('installedEngine'))
  const configDir = path.join(directory, 'claude-config')
  const children = path.join(directory, 'children')
  const login = createClaudeLogin({
    binary: async () => binary,
    isInstalled: () => true,
    configDir,
    environment: { HOME: directory, ...server.environment },
    ledger: createProcessLedger(children),
    clock: systemClock,
    log: { info() {}, warn() {} },
    onChange() {},
  })
  onTestFinished(login.stop)
  return { login, server, credentials: path.join(configDir, '.credentials.json'), children }
}

function findProgram(engine: string): string {
  const [program] = globSync('node_modules/@anthropic-ai/claude-agent-sdk-*/claude{,.exe}', { cwd: engine })
  if (program === undefined) throw new Error(`There is no program in ${engine}.`)
  return path.join(engine, program)
}

test('the real program signs in by a link and a code, says who is signed in, and signs out', async () => {
  const { login, server, credentials, children } = await openLogin()
  expect(await login.status()).toEqual({ status: 'signed-out' })

  const { status, url = '' } = await login.start()
  expect(status).toBe('waiting')
  const link = new URL(url)
  expect(link.protocol).toBe('https:')
  expect(link.searchParams.get('response_type')).toBe('code')
  expect(link.searchParams.get('redirect_uri')).toMatch(/^https:/)

  expect(await login.complete('half-a-code')).toMatchObject({
    status: 'waiting',
    error: expect.stringContaining('full code'),
  })
  const signedIn = { status: 'signed-in', account }
  expect(await login.complete(`${goodCode}#${link.searchParams.get('state')}`)).toEqual(signedIn)
  expect(await login.status()).toEqual(signedIn)
  expect(statSync(credentials).mode & 0o777).toBe(0o600)
  expect(server.requests).toContain('POST platform.claude.com/v1/oauth/token')

  expect(await login.logout()).toEqual({ status: 'signed-out' })
  expect(existsSync(credentials)).toBe(false)
  expect(server.requests).toContain('POST platform.claude.com/v1/oauth/token/revoke')
  expect(readdirSync(children)).toEqual([])
})

test('a code that Anthropic does not accept ends the sign-in with the program’s own words', async () => {
  const { login, credentials } = await openLogin()
  const { url = '' } = await login.start()
  const state = new URL(url).searchParams.get('state')
  expect(await login.complete(`wrong-code#${state}`)).toEqual({
    status: 'signed-out',
    error: expect.stringContaining("wasn't accepted"),
  })
  expect(existsSync(credentials)).toBe(false)
})
