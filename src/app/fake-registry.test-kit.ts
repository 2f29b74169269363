import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'

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
      response.end(tarball(name, version))
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
  const settings = { npm_config_registry: `${url}/`, npm_config_cache: cache }
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, settings)
  onTestFinished(async () => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
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
              integrity: `sha512-${createHash('sha512').update(tarball(name, version)).digest('base64')}`,
            },
          },
        ]),
      ),
    }
  }
}

/** A package with nothing but its manifest, in the format of https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
function tarball(name: string, version: string): Buffer {
  const content = Buffer.from(JSON.stringify({ name, version }))
  const header = Buffer.alloc(512)
  header.write('package/package.json', 0)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512)
  return gzipSync(Buffer.concat([header, content, padding, Buffer.alloc(1024)]))
}
