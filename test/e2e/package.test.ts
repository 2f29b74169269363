import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readyLine } from '../../src/protocol/api.ts'
import { findFreePorts } from './start-program.ts'

const run = promisify(execFile)
const env = {
  ...process.env,
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  NO_COLOR: '1',
}

let directory: string
let files: string[]
let bloby: string
beforeAll(async () => {
  directory = mkdtempSync(join(realpathSync(tmpdir()), 'bloby-package-'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', directory], {
    env,
    maxBuffer: 64 * 1024 * 1024,
  })
  // What the build prints comes first; npm's own answer is an array, or by newer versions an object by name.
  const answer: unknown = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)))
  const packs = Array.isArray(answer) ? answer : Object.values(answer as object)
  const [pack] = v.parse(
    v.array(v.object({ filename: v.string(), files: v.array(v.object({ path: v.string() })) })),
    packs,
  )
  if (!pack) throw new Error('npm pack made nothing.')
  files = pack.files.map(({ path }) => path)
  await run(
    'npm',
    ['install', '--global', '--prefix', directory, '--no-audit', '--no-fund', join(directory, pack.filename)],
    {
      env,
    },
  )
  bloby = join(directory, 'bin', 'bloby')
}, 240_000)
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }))

test('the package has the programs, the pages and the template, and nothing else', () => {
  for (const file of [
    'dist/cli/main.js',
    'dist/public/bloby/index.html',
    'dist/public/widget.js.br',
    'workspace/package-lock.json',
    'workspace/.env',
  ])
    expect(files).toContain(file)
  const strange = files.filter(
    (file) =>
      /\.test\.|test-kit|node_modules/.test(file) ||
      !/^(dist|workspace)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(file),
  )
  expect(strange).toEqual([])
})

test('installed globally it says its version, starts, and stops', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const said = await run(bloby, ['version'], { env })
  expect(said.stdout).toContain(version)

  const home = join(directory, 'home')
  const port = await findFreePorts()
  const child = spawn(bloby, ['start', '--json', '--no-open', '--port', String(port)], {
    env: { ...env, BLOBY_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', resolve)
      void exited.then((code) => reject(new Error(`bloby start ended with ${code}.`)))
    })
    const { url } = v.parse(v.pipe(v.string(), v.parseJson(), readyLine), line)
    const page = await (await fetch(`${url}/`)).text()
    expect(page).toContain('<!doctype html>')
    expect((await fetch(`${url}/bloby/`)).status).toBe(200)
    const status = await run(bloby, ['status', '--json'], { env: { ...env, BLOBY_HOME: home } })
    expect(JSON.parse(status.stdout)).toMatchObject({ status: 'ok', version })
  } finally {
    child.kill('SIGTERM')
  }
  expect(await exited).toBe(0)
})
