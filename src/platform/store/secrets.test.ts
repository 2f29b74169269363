import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { openSecrets } from './secrets.ts'

const server = 'https://api.anthropic.com'
const key = 'sk-ant-0123456789'

describe('secrets', () => {
  it('are there after a restart, for the owner’s user alone', () => {
    const path = join(temporaryDirectory(), 'secrets.json')
    openSecrets(path, 0).set('anthropic', key, server)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    chmodSync(path, 0o644)
    const secrets = openSecrets(path, 0)
    expect(secrets.problem).toBeUndefined()
    expect(secrets.get('anthropic', server)).toBe(key)
    expect(secrets.get('compatible', server)).toBeUndefined()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('are given for their own server only', () => {
    const secrets = openSecrets(join(temporaryDirectory(), 'secrets.json'), 0)
    secrets.set('anthropic', key, server)
    expect(secrets.get('anthropic', 'https://elsewhere.example')).toBeUndefined()
    expect(secrets.view('anthropic', 'https://elsewhere.example')).toEqual({ isSet: false })
    expect(secrets.view('anthropic', server)).toEqual({ isSet: true, lastFour: '6789' })
    secrets.set('anthropic', undefined, server)
    expect(secrets.view('anthropic', server)).toEqual({ isSet: false })
  })

  it('leave what they do not know as it is', () => {
    const path = join(temporaryDirectory(), 'secrets.json')
    const later = { later: { key: 'x', server: 'y' } }
    writeFileSync(path, JSON.stringify(later))
    openSecrets(path, 0).set('compatible', 'k', 's')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      ...later,
      compatible: { key: 'k', server: 's' },
    })
  })

  it('stay as they were when they cannot be written', () => {
    const folder = join(temporaryDirectory(), 'home')
    mkdirSync(folder)
    const secrets = openSecrets(join(folder, 'gone', 'secrets.json'), 0)
    expect(() => secrets.set('anthropic', key, server)).toThrow('could not be saved')
    expect(secrets.get('anthropic', server)).toBeUndefined()
  })
})

test.each(['{"anthropic": {"key": "sk-ant-1', '[]', '', '{"anthropic": "sk-ant-1"}'])(
  'a damaged secrets.json (%s) is kept aside word for word and reported without its words',
  (text) => {
    const directory = temporaryDirectory()
    const path = join(directory, 'secrets.json')
    writeFileSync(path, text)
    const secrets = openSecrets(path, 0)
    const kept = readdirSync(directory)
    expect(kept).toEqual(['secrets.json.damaged-1970-01-01T00-00-00-000Z'])
    expect(readFileSync(join(directory, kept[0] ?? ''), 'utf8')).toBe(text)
    expect(secrets.problem).toContain(kept[0])
    expect(secrets.problem).not.toContain('sk-ant')
    secrets.set('anthropic', key, server)
    expect(openSecrets(path, 0).get('anthropic', server)).toBe(key)
  },
)
