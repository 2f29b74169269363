import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { packTarball, setNpm } from '../system/npm-registry.test-kit.ts'

/**
 * A package registry on loopback with these packages and versions, for one test: npm asks it and nobody else.
 * Its answers are by https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
 */
export async function startFakeRegistry(
  packages: Record<string, readonly string[]>,
  cache: string,
): Promise<void> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    const [, name = '', version = ''] = /^(.+)\/-\/(.+)\.tgz$/.exec(path) ?? []
    if (packages[name]?.includes(version)) {
      response.end(packTarball(name, version))
      return
    }
    const versions = packages[path]
    response.statusCode = versions === undefined ? 404 : 200
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify(versions === undefined ? { error: 'Not found' } : description(path, versions)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  setNpm({ registry: `${url}/`, cache })
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  function description(name: string, versions: readonly string[]) {
    return {
      name,
      'dist-tags': { latest: versions.at(-1) },
      versions: Object.fromEntries(
        versions.map((version) => [
          version,
          {
            name,
            version,
            dist: {
              tarball: `${url}/${name}/-/${version}.tgz`,
              integrity: `sha512-${createHash('sha512').update(packTarball(name, version)).digest('base64')}`,
            },
          },
        ]),
      ),
    }
  }
}
