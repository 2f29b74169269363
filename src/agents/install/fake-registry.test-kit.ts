import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { packTarball, setNpm } from '../../system/npm-registry.test-kit.ts'

export interface FakePackage {
  name: string
  version: string
  /** By their path in the package. */
  files: Record<string, Buffer>
}

/** Packages of which only the first halves are given out. */
interface Held {
  names: string[]
  waiting: { name: string; response: ServerResponse; rest: Buffer }[]
  reached: PromiseWithResolvers<void>
}

/**
 * A package registry on loopback for one test: npm asks it and nobody else. Its answers are by
 * https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
 */
export async function startFakeRegistry(packages: readonly FakePackage[], folder: string) {
  const tarballs = new Map(
    packages.map(({ name, version, files }) => [name, packTarball(name, version, files)]),
  )
  const fetched: string[] = []
  let held: Held | undefined
  let forged: string | undefined

  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    const [, name = path, isTarball] = /^(.+?)(\/-\/.+\.tgz)?$/.exec(path) ?? []
    const found = packages.find((each) => each.name === name)
    const tarball = tarballs.get(name)
    if (found === undefined || tarball === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}')
    } else if (isTarball === undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(describe(found)))
    } else if (held?.names.includes(name)) {
      response.writeHead(200, { 'content-length': tarball.length })
      response.write(tarball.subarray(0, tarball.length / 2))
      const { names, waiting, reached } = held
      waiting.push({ name, response, rest: tarball.subarray(tarball.length / 2) })
      if (names.every((each) => waiting.some((one) => one.name === each))) reached.resolve()
    } else {
      fetched.push(name)
      response.end(forged === name ? packTarball(found.name, found.version) : tarball)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  pointNpmAt(url, folder)
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  function describe({ name, version }: FakePackage) {
    const dist = { tarball: `${url}/${name}/-/${version}.tgz`, integrity: integrityOf(name) }
    return { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } }
  }
  function integrityOf(name: string): string {
    return `sha512-${createHash('sha512')
      .update(tarballs.get(name) ?? '')
      .digest('base64')}`
  }

  return {
    url,
    /** Names of the packages that were given out whole, as often as they were. */
    fetched,
    bytes: [...tarballs.values()].reduce((sum, { length }) => sum + length, 0),
    /** Where npm's cache keeps a package, by https://github.com/npm/cacache (content addressed by its hash, in hex). */
    placeInCache(name: string): string {
      const hex = Buffer.from(integrityOf(name).slice('sha512-'.length), 'base64').toString('hex')
      return join('_cacache/content-v2/sha512', hex.slice(0, 2), hex.slice(2, 4), hex.slice(4))
    },
    /** Gives the first halves of these packages only, until they are released; resolves when someone has each of these. */
    hold(...names: string[]): Promise<void> {
      held = { names, waiting: [], reached: Promise.withResolvers() }
      return held.reached.promise
    },
    release(): void {
      const { waiting = [] } = held ?? {}
      held = undefined
      for (const { response, rest } of waiting) response.end(rest)
    },
    /** Gives something else in place of a package's tarball; of none, when no name is told. */
    forge(name?: string): void {
      forged = name
    },
    /** A folder with a lockfile that pins all packages. */
    manifest(): string {
      const entry = ({ name, version }: FakePackage) => [
        `node_modules/${name}`,
        { version, integrity: integrityOf(name), optional: true },
      ]
      writeFileSync(
        join(folder, 'package-lock.json'),
        JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(packages.map(entry)) }),
      )
      return folder
    },
  }
}

/** Points npm at a registry, for one test, and has it give up at once. */
export function pointNpmAt(url: string, folder: string): void {
  const userconfig = join(folder, 'npmrc')
  writeFileSync(userconfig, 'fetch-retries=0\n')
  setNpm({ registry: `${url}/`, userconfig })
}
