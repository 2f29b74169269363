import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EngineState } from '../../protocol/chat.ts'
import { systemClock } from '../../system/clock.ts'
import { AppError } from '../../system/errors.ts'
import { startTimeOf } from '../../system/process-identity.ts'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createEngineProgram } from './create-engine-program.ts'
import type { Engine } from './engine.ts'
import { pointNpmAt, startFakeRegistry } from './fake-registry.test-kit.ts'

const sdk = { name: '@acme/sdk', version: '1.2.3', files: { 'sdk.mjs': Buffer.from('export {}\n') } }
const program = { name: '@acme/program', version: '1.2.3', files: { engine: randomBytes(2_000_000) } }
const binary = 'node_modules/@acme/program/engine'

async function createInstallation() {
  const enginesDir = temporaryDirectory()
  const registry = await startFakeRegistry([sdk, program], temporaryDirectory())
  const engine: Engine = {
    name: 'acme',
    version: '1.2.3',
    manifest: registry.manifest(),
    here: { packages: [sdk.name, program.name], files: [binary, 'node_modules/@acme/sdk/sdk.mjs'] },
    downloadBytes: registry.bytes,
    unpackedBytes: program.files.engine.length,
    check: async () => {},
  }
  const open = (changes: Partial<Engine> = {}) =>
    createEngineProgram({ engine: { ...engine, ...changes }, enginesDir, clock: systemClock })
  return { enginesDir, registry, engine, open, folder: join(enginesDir, 'acme@1.2.3') }
}

const is = { name: 'acme', version: '1.2.3' }

describe('an engine that is not there', { timeout: 30_000 }, () => {
  it('is installed, tells how far it is, and takes the place of its old version', async () => {
    const { enginesDir, registry, open, folder } = await createInstallation()
    for (const name of ['acme@1.0.0/old', '.acme@1.1.0.partial', 'other@1.0.0', 'tmp'])
      mkdirSync(join(enginesDir, name), { recursive: true })
    const engine = open()
    expect(engine.state()).toEqual({ ...is, status: 'missing' })
    const states: EngineState[] = []
    const half = new Promise<void>((resolve) => {
      engine.onState((state) => {
        states.push(state)
        if ((state.share ?? 0) > 0.1) resolve()
      })
    })
    void registry.hold(program.name)
    const installed = engine.ensure()
    expect(engine.ensure()).toBe(installed)
    await half
    registry.release()
    expect(await installed).toBe(folder)
    expect(engine.state()).toEqual({ ...is, status: 'ready' })
    expect(states.at(0)).toEqual({ ...is, status: 'installing', share: 0 })
    expect(states.at(-1)).toEqual({ ...is, status: 'ready' })
    const shares = states.flatMap(({ share }) => share ?? [])
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBeLessThan(1)
    expect(readFileSync(join(folder, binary))).toEqual(program.files.engine)
    expect(readdirSync(enginesDir).toSorted()).toEqual([
      '.children',
      '.children.mark',
      '.lock.db',
      'acme@1.2.3',
      'other@1.0.0',
      'tmp',
    ])
  })

  it('is installed once when two programs want it at the same time', async () => {
    const { registry, open, folder } = await createInstallation()
    const [first, second] = [open(), open()]
    expect(await Promise.all([first.ensure(), second.ensure()])).toEqual([folder, folder])
    expect(registry.fetched.toSorted()).toEqual([program.name, sdk.name])
    expect([first.state(), second.state()]).toEqual([
      { ...is, status: 'ready' },
      { ...is, status: 'ready' },
    ])
  })

  it('is installed anew when its marker is gone or a file has another size', async () => {
    const { registry, open, folder } = await createInstallation()
    const engine = open()
    await engine.ensure()
    truncateSync(join(folder, binary), 1000)
    expect(engine.state()).toEqual({ ...is, status: 'missing' })
    await engine.ensure()
    expect(readFileSync(join(folder, binary))).toEqual(program.files.engine)
    rmSync(join(folder, '.bloby-installed'))
    await open().ensure()
    await open().ensure()
    expect(registry.fetched).toHaveLength(6)
  })
})

describe('an installation that is cut off', { timeout: 30_000 }, () => {
  it('ends when it is stopped, and the next one fetches only what was not whole', async () => {
    const { enginesDir, registry, open, folder } = await createInstallation()
    const engine = open()
    const isHalf = registry.hold(program.name)
    const installed = engine.ensure()
    await isHalf
    const cached = join(enginesDir, '.cache', registry.placeInCache(sdk.name))
    await expect.poll(() => existsSync(cached), { timeout: 20_000 }).toBe(true)
    engine.stop()
    await expect(installed).rejects.toThrow('was stopped')
    expect(engine.state()).toEqual({ ...is, status: 'missing' })
    registry.release()
    expect(await engine.ensure()).toBe(folder)
    expect(registry.fetched).toEqual([sdk.name, program.name])
  })

  it('leaves an npm that the next one ends, when its process is killed', async () => {
    const { enginesDir, registry, engine, open, folder } = await createInstallation()
    // An npm that has nothing whole has nothing to say, and so does not find out by itself that nobody listens any more.
    const isHalf = registry.hold(sdk.name, program.name)
    const script = `
      const { createEngineProgram } = await import(${JSON.stringify(import.meta.resolve('./create-engine-program.ts'))})
      const { systemClock } = await import(${JSON.stringify(import.meta.resolve('../../system/clock.ts'))})
      const engine = { ...${JSON.stringify(engine)}, check: async () => {} }
      await createEngineProgram({ engine, enginesDir: ${JSON.stringify(enginesDir)}, clock: systemClock }).ensure()`
    const installer = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
    await isHalf
    const [npm = 0] = readdirSync(join(enginesDir, '.children')).map((name) => Number.parseInt(name, 10))
    installer.kill('SIGKILL')
    await once(installer, 'exit')
    expect(startTimeOf(npm)).toBeDefined()
    expect(open().state()).toEqual({ ...is, status: 'missing' })
    const isHalfAgain = registry.hold(program.name)
    const installed = open().ensure()
    await isHalfAgain
    expect(startTimeOf(npm)).toBeUndefined()
    registry.release()
    expect(await installed).toBe(folder)
  })
})

describe('an installation that fails says why', { timeout: 30_000 }, () => {
  async function fails(engine: ReturnType<typeof createEngineProgram>, words: string) {
    const error: unknown = await engine.ensure().catch((thrown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringContaining(words) })
    expect(engine.state()).toMatchObject({ ...is, status: 'failed', error: expect.stringContaining(words) })
  }

  it('when what comes is not what was published, and works once it is', async () => {
    const { registry, open, folder } = await createInstallation()
    registry.forge(program.name)
    const engine = open()
    await fails(engine, 'is not what the engine’s makers published')
    expect(existsSync(folder)).toBe(false)
    registry.forge()
    expect(await engine.ensure()).toBe(folder)
  })

  it('when the registry cannot be reached, or does not have it', async () => {
    const { open } = await createInstallation()
    await startFakeRegistry([], temporaryDirectory())
    await fails(open(), 'does not give out the engine')
    pointNpmAt('http://127.0.0.1:9', temporaryDirectory())
    await fails(open(), 'the package registry cannot be reached')
  })

  it('when the disk is too small, the computer is of another kind, or the program does not run', async () => {
    const { open, folder, registry } = await createInstallation()
    await fails(open({ unpackedBytes: 1e15 }), 'of free disk space')
    await fails(open({ here: undefined }), 'has no program for this kind of computer')
    expect(registry.fetched).toEqual([])
    const check = () => Promise.reject(new AppError('unavailable', 'It does not start.'))
    await fails(open({ check }), 'It does not start.')
    expect(existsSync(folder)).toBe(false)
  })
})
