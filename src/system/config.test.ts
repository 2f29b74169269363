import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig, parsePort } from './config.ts'
import { temporaryDirectory } from './temporary-directory.test-kit.ts'

test('a home without config.json has the defaults', () => {
  const { config, problem } = loadConfig(join(temporaryDirectory(), 'config.json'), 0)
  expect(config).toEqual({ port: 3000, host: '127.0.0.1', allowedHosts: [], allowChildProcesses: false })
  expect(problem).toBeUndefined()
})

test.each(['{"port": 3000', '{"port": "three"}', '{"prot": 3000}', '[]', ''])(
  'a damaged config.json (%s) is kept aside word for word and reported',
  (text) => {
    const directory = temporaryDirectory()
    const path = join(directory, 'config.json')
    writeFileSync(path, text)
    const { config, problem } = loadConfig(path, 0)
    expect(config.port).toBe(3000)
    const kept = readdirSync(directory)
    expect(kept).toEqual(['config.json.damaged-1970-01-01T00-00-00-000Z'])
    expect(readFileSync(join(directory, kept[0] ?? ''), 'utf8')).toBe(text)
    expect(problem).toContain(kept[0])
  },
)

test('what config.json says is taken', () => {
  const path = join(temporaryDirectory(), 'config.json')
  const said = { port: 4000, host: '0.0.0.0', allowedHosts: ['bloby.example'], allowChildProcesses: true }
  writeFileSync(path, JSON.stringify(said))
  expect(loadConfig(path, 0).config).toEqual(said)
})

test.each(['0', '-1', '70000', 'http', '30.5', ''])('port %s is refused', (text) => {
  expect(() => parsePort(text)).toThrow('--port')
})
