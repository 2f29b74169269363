import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ClaudeLoginAnswer } from '../../../protocol/settings.ts'
import { createFakeClock } from '../../../system/fake-clock.test-kit.ts'
import { createProcessLedger } from '../../../system/process-ledger.ts'
import { temporaryDirectory } from '../../../system/temporary-directory.test-kit.ts'
import { type ClaudeLoginDeps, createClaudeLogin } from './claude-login.ts'
import { writeFakeClaude } from './fake-claude.test-kit.ts'

function open(more: Partial<ClaudeLoginDeps> = {}) {
  const directory = temporaryDirectory()
  const binary = writeFakeClaude(directory)
  const clock = createFakeClock()
  const changes: ClaudeLoginAnswer[] = []
  const logged: unknown[] = []
  const children = join(directory, 'children')
  const configDir = join(directory, 'claude-config')
  const login = createClaudeLogin({
    binary: async () => binary,
    isInstalled: () => true,
    configDir,
    environment: {
      HOME: directory,
      ANTHROPIC_API_KEY: 'of the owner’s shell',
      https_proxy: 'http://proxy.lan',
    },
    ledger: createProcessLedger(children),
    clock,
    log: { info: (...line) => logged.push(line), warn: (...line) => logged.push(line) },
    onChange: (answer) => changes.push(answer),
    ...more,
  })
  onTestFinished(login.stop)
  return { login, clock, changes, logged, configDir, children: () => readdirSync(children) }
}

const url = 'https://claude.example/oauth/authorize?code=true&state=abc'
const waiting = { status: 'waiting', url }

describe('the login to Claude', () => {
  it('shows the link, takes the code and says who is signed in, until they sign out', async () => {
    const { login, changes, children } = open()
    expect(await login.status()).toEqual({ status: 'signed-out' })
    expect(await login.start()).toEqual(waiting)
    expect(await login.status()).toEqual(waiting)
    expect(children()).toHaveLength(1)
    expect(await login.complete('go\n od#abc')).toEqual({ status: 'signed-in', account: 'ada@example.org' })
    expect(children()).toEqual([])
    expect(await login.logout()).toEqual({ status: 'signed-out' })
    expect(changes[0]).toEqual(waiting)
    expect(changes.at(-1)).toEqual({ status: 'signed-out' })
  })

  it('is one at a time: a second device goes on with the first one’s', async () => {
    const { login, children } = open()
    const [first, second] = await Promise.all([login.start(), login.start()])
    expect(first).toEqual(waiting)
    expect(second).toEqual(waiting)
    expect(children()).toHaveLength(1)
  })

  it('goes on after half a code, and ends with words after a wrong one', async () => {
    const { login } = open()
    await login.start()
    expect(await login.complete('half')).toEqual({
      ...waiting,
      error: "That doesn't look like the full code.",
    })
    const failed = { status: 'signed-out', error: 'That code wasn’t accepted.' }
    expect(await login.complete('wrong#abc')).toEqual(failed)
    expect(await login.status()).toEqual(failed)
    expect(await login.start()).toEqual(waiting)
    await login.complete('half')
    expect((await login.complete('offline#abc')).error).toBe(
      'Anthropic can’t be reached (getaddrinfo ENOTFOUND x). Check this computer’s network and sign in again.',
    )
  })

  it('succeeds after half a code', async () => {
    const { login } = open()
    await login.start()
    await login.complete('half')
    expect(await login.complete('good#abc')).toEqual({ status: 'signed-in', account: 'ada@example.org' })
  })

  it('is over when it is given up or forgotten', async () => {
    const { login, clock } = open()
    await login.start()
    expect(await login.cancel()).toEqual({ status: 'signed-out' })
    await expect(login.complete('good#abc')).rejects.toThrow('No sign-in waits for a code.')
    await login.start()
    clock.advance(10 * 60_000)
    expect((await login.status()).error).toContain('not finished within 10 minutes')
  })

  it('says why the program could not be had, and starts none meanwhile', async () => {
    const offline = new Error('offline')
    const { login, clock } = open({ binary: () => Promise.reject(offline), isInstalled: () => false })
    expect(await login.start()).toEqual({ status: 'signed-out', error: 'Claude’s program failed: offline' })
    const installation = Promise.withResolvers<string>()
    const slow = open({ binary: () => installation.promise, isInstalled: () => false })
    const answer = slow.login.start()
    slow.clock.advance(5000)
    expect(await answer).toEqual({ status: 'waiting' })
    await slow.login.cancel()
    installation.resolve('/nowhere')
    expect(slow.children()).toEqual([])
    clock.advance(0)
  })

  it('gives the program no key of ours, and puts neither code nor link into the log', async () => {
    const { login, logged, configDir } = open()
    await login.start()
    await login.complete('good#abc')
    const environment = JSON.parse(readFileSync(join(configDir, '.credentials.json'), 'utf8'))
    expect(environment).not.toHaveProperty('ANTHROPIC_API_KEY')
    expect(environment).toMatchObject({
      CLAUDE_CONFIG_DIR: configDir,
      https_proxy: 'http://proxy.lan',
      BROWSER: 'none',
    })
    expect(JSON.stringify(logged)).not.toMatch(/abc|claude\.example/)
  })
})
