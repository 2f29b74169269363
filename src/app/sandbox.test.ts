import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { findSandbox } from './sandbox.ts'

const hasBubblewrap = existsSync('/usr/bin/bwrap')
if (!hasBubblewrap) console.info('sandbox.test.ts: bubblewrap is not installed, so its fence is not tried.')

test.runIf(hasBubblewrap)(
  'in the sandbox there is the workspace, and of the home, the owner’s folder and other processes nothing',
  async () => {
    const home = temporaryDirectory()
    const workspace = join(home, 'workspace')
    mkdirSync(workspace)
    writeFileSync(join(home, 'memory.db'), 'secret')
    const sandbox = await findSandbox({ home, workspace })
    expect(sandbox.kind).toBe('bubblewrap')
    const script = `
    const fs = require('fs')
    const attempt = (what) => { try { return what() } catch (error) { return error.code } }
    fs.writeFileSync('written', 'by the process')
    console.log(JSON.stringify({
      home: fs.readdirSync(${JSON.stringify(home)}),
      owner: fs.readdirSync(require('os').homedir()).filter((name) => name.startsWith('.')),
      outside: attempt(() => fs.writeFileSync('/etc/bloby', '')),
      supervisor: attempt(() => process.kill(${process.pid}, 0)),
      run: fs.readdirSync('/run').filter((name) => name.endsWith('.sock')),
      capabilities: /CapEff:\\t(\\w+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1],
    }))`
    const { file, args, cwd, env } = sandbox.wrap({
      file: process.execPath,
      args: ['-e', script],
      cwd: workspace,
      env: { HOME: process.env.HOME ?? '' },
    })
    const { stdout } = await promisify(execFile)(file, args, { cwd, env })
    expect(JSON.parse(stdout)).toEqual({
      home: ['workspace'],
      owner: [],
      outside: 'EROFS',
      supervisor: 'ESRCH',
      run: [],
      capabilities: '0000000000000000',
    })
    expect(readFileSync(join(workspace, 'written'), 'utf8')).toBe('by the process')
  },
)

test('where there is no sandbox a command stays as it is', async () => {
  const { noSandbox } = await import('./sandbox.ts')
  const command = { file: 'node', args: ['x'], cwd: '/', env: {} }
  expect(noSandbox.wrap(command)).toBe(command)
})
