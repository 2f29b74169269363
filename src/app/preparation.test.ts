import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Problem } from '../protocol/chat.ts'
import { AppError } from '../system/errors.ts'
import type { Service } from '../system/service.ts'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import type { Packages } from './packages.ts'
import { createPreparation } from './preparation.ts'

const change = { add: ['one'], remove: [], isDev: false }

/** A preparation whose packages do as the test says; `did` tells what happened, in order. */
function prepared(
  fake: { isInstalled?: boolean; install?: () => Promise<void>; request?: () => Promise<void> } = {},
) {
  const workspace = temporaryDirectory()
  const did: string[] = []
  const problems = new Map<string, Problem | undefined>()
  let isInstalled = fake.isInstalled ?? true
  const packages: Packages = {
    isInstalled: () => isInstalled,
    async install() {
      did.push('install')
      await fake.install?.()
      isInstalled = true
    },
    async request() {
      did.push('request')
      await fake.request?.()
      isInstalled = false
      return () => void did.push('put back')
    },
    stop: () => void did.push('stop npm'),
  }
  const app: Service = {
    name: 'app',
    start: async () => void did.push('start'),
    stop: async () => void did.push('stop'),
  }
  const preparation = createPreparation({
    home: workspace,
    workspace,
    packages,
    processes: [app],
    lastLines: () => ['npm error'],
    log: pino({ level: 'silent' }),
    setStep: () => {},
    setProblem: (id, problem) => void problems.set(id, problem),
    setSandbox: () => {},
  })
  const signal = new AbortController().signal
  return { preparation, workspace, did, problems, signal }
}

test('a change of packages stops the app only once it is known what to install', async () => {
  const { preparation, did, signal } = prepared()
  expect(await preparation.changePackages(change, signal)).toEqual([{ name: 'one', version: 'unknown' }])
  expect(did).toEqual(['request', 'stop', 'install', 'start'])
})

test('a change that is refused leaves the app running', async () => {
  const { preparation, did, signal } = prepared({
    request: () => Promise.reject(new AppError('unavailable', 'There is no package one.')),
  })
  await expect(preparation.changePackages(change, signal)).rejects.toThrow('There is no package one.')
  expect(did).toEqual(['request'])
})

test('when installing fails, all is put back and the app is brought up as it was', async () => {
  let tries = 0
  const { preparation, did, problems, signal } = prepared({
    install: async () => {
      if (tries++ === 0) throw new AppError('unavailable', 'No network.')
    },
  })
  await expect(preparation.changePackages(change, signal)).rejects.toThrow('No network.')
  await preparation.prepare()
  expect(did.slice(0, 7)).toEqual(['request', 'stop', 'install', 'put back', 'stop', 'install', 'start'])
  expect(problems.get('packages')).toBeUndefined()
})

test('a change that is stopped before it installs is put back', async () => {
  const stop = new AbortController()
  const { preparation, did } = prepared({ request: async () => stop.abort() })
  await expect(preparation.changePackages(change, stop.signal)).rejects.toThrow()
  expect(did.slice(0, 3)).toEqual(['request', 'stop npm', 'put back'])
})

test('two changes, and what the watcher asks for meanwhile, happen one after the other', async () => {
  const { preparation, did, signal } = prepared()
  const changes = [preparation.changePackages(change, signal), preparation.changePackages(change, signal)]
  await Promise.all([...changes, preparation.prepare()])
  expect(did.filter((each) => each === 'request' || each === 'install')).toEqual([
    'request',
    'install',
    'request',
    'install',
  ])
})

test('what goes wrong while the app is brought up is a problem with npm’s last lines and a retry', async () => {
  const { preparation, workspace, problems, did } = prepared()
  symlinkSync('/', join(workspace, 'root'))
  await preparation.prepare()
  expect(problems.get('packages')).toMatchObject({
    detail: expect.stringContaining('root in the app’s folder is a link'),
    lines: ['npm error'],
    restart: 'packages',
  })
  expect(did).toEqual([])
})
