import { gzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'

/** Gives npm settings through the environment (`{ registry: … }`), for one test. */
export function setNpm(settings: Record<string, string>): void {
  for (const [setting, value] of Object.entries(settings)) {
    const name = `npm_config_${setting}`
    const before = process.env[name]
    process.env[name] = value
    onTestFinished(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
  }
}

/**
 * A package as a registry gives it out, with `files` by their paths in it, in the format of
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar).
 */
export function packTarball(name: string, version: string, files: Record<string, Buffer> = {}): Buffer {
  const all = { 'package.json': Buffer.from(JSON.stringify({ name, version })), ...files }
  const entries = Object.entries(all).flatMap(([path, content]) => {
    const header = Buffer.alloc(512)
    header.write(`package/${path}`, 0)
    header.write('0000755\0', 100)
    header.write('0000000\0', 108)
    header.write('0000000\0', 116)
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('00000000000\0', 136)
    header.write('        0', 148)
    header.write('ustar\x0000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]))
}
