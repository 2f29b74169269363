import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTestTail } from '../system/log-tail.test-kit.ts'
import { createProcessLedger } from '../system/process-ledger.ts'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { startFakeRegistry } from './fake-registry.test-kit.ts'
import { installedVersions, type PackageChange } from './manifest-change.ts'
import { createPackages } from './packages.ts'

const none: PackageChange = { add: [], remove: [], isDev: false }

/** The packages of a workspace with one dependency, which a registry of the test's own has. */
async function packagesOf(registry: Record<string, string[]>) {
  const folder = temporaryDirectory()
  const workspace = join(folder, 'workspace')
  mkdirSync(workspace)
  await startFakeRegistry({ one: ['1.0.0'], ...registry }, join(folder, 'npm-cache'))
  const manifest = join(workspace, 'package.json')
  writeFileSync(manifest, '{ "name": "app", "dependencies": { "one": "1.0.0" } }')
  const tail = openTestTail(folder, 'packages.log')
  const ledger = createProcessLedger(join(folder, 'processes.json'))
  const packages = createPackages({ workspace, template: folder, tail, ledger })
  const install = () => packages.install(() => {})
  return {
    packages,
    workspace,
    install,
    text: () => readFileSync(manifest, 'utf8'),
    has: (name: string) => existsSync(join(workspace, 'node_modules', name)),
  }
}

test('a change is written exactly into package.json and the lockfile, then installed and taken out again', async () => {
  const { packages, workspace, install, text, has } = await packagesOf({ two: ['2.0.0', '2.1.0'] })
  await packages.request({ ...none, add: ['two@^2'], isDev: true })
  expect(JSON.parse(text())).toMatchObject({
    dependencies: { one: '1.0.0' },
    devDependencies: { two: '2.1.0' },
  })
  expect(has('two')).toBe(false)
  await install()
  expect(installedVersions(workspace, ['two@^2', 'one'])).toEqual([
    { name: 'two', version: '2.1.0' },
    { name: 'one', version: '1.0.0' },
  ])
  await packages.request({ ...none, remove: ['one'] })
  await install()
  expect([has('one'), has('two')]).toEqual([false, true])
})

test('what cannot be had is told in words, and both files are as they were', async () => {
  const { packages, workspace, text } = await packagesOf({ two: ['2.0.0'] })
  const before = text()
  const wanted: [PackageChange, string][] = [
    [{ ...none, add: ['three'] }, 'There is no package three in the registry'],
    [{ ...none, add: ['two@9'] }, 'There is no version two@9 in the registry'],
    [{ ...none, remove: ['two'] }, 'two is not among the app’s packages'],
    [{ ...none, remove: ['vite'] }, 'vite builds and serves the dashboard'],
  ]
  for (const [change, reason] of wanted) await expect(packages.request(change)).rejects.toThrow(reason)
  expect(text()).toBe(before)
  expect(existsSync(join(workspace, 'package-lock.json'))).toBe(false)
})

test('a change can be put back, and an app’s own .npmrc refuses one', async () => {
  const { packages, workspace, text } = await packagesOf({ two: ['2.0.0'] })
  const before = text()
  const putBack = await packages.request({ ...none, add: ['two'] })
  expect(text()).not.toBe(before)
  putBack()
  expect(text()).toBe(before)
  writeFileSync(join(workspace, '.npmrc'), 'ignore-scripts=false\n')
  await expect(packages.request({ ...none, add: ['two'] })).rejects.toThrow('.npmrc')
})
