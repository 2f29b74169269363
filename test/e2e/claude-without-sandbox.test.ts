import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FencedAgent, startFencedAgent } from './fenced-agent.ts'

let agent: FencedAgent
let programs: string
beforeAll(async () => {
  programs = mkdtempSync(join(tmpdir(), 'bloby-programs-'))
  linkPrograms(programs)
  agent = await startFencedAgent({ env: { PATH: programs } })
})
afterAll(async () => {
  await agent?.dispose()
  rmSync(programs, { recursive: true, force: true })
})

/** Everything that can be started here, but for what a sandbox is made with. */
function linkPrograms(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const made = new Set(['bwrap', 'socat'])
  for (const from of (process.env.PATH ?? '').split(delimiter).filter((each) => existsSync(each)))
    for (const name of readdirSync(from)) {
      if (made.has(name)) continue
      made.add(name)
      symlinkSync(join(from, name), join(folder, name))
    }
}

it('asks for each command, and says why', async () => {
  const run = (command: string) => ({ tool: 'Bash', input: { command } })
  agent.answer(({ detail }) => (detail === 'echo allowed' ? 'always' : 'deny'))
  const results = await agent.use(
    'bare',
    run('echo allowed'),
    run('echo allowed'),
    run('echo allowed; echo more'),
    { tool: 'Write', input: { file_path: join(agent.outside, 'new.txt'), content: '' } },
  )
  expect(results).toEqual([
    'allowed',
    'allowed',
    'The owner did not allow this.',
    'The owner did not allow this.',
  ])
  expect(agent.asked.map(({ title }) => title)).toEqual([
    'Run this command without a sandbox?',
    'Run this command without a sandbox?',
    'Change new.txt outside the workspace?',
  ])
  const said = JSON.stringify(agent.device.received)
  expect(said).toContain('This computer has no sandbox for commands, so each one needs your approval.')
})

it('says so on the command line', () => {
  const env = { ...process.env, BLOBY_HOME: agent.program.home }
  const status = execFileSync(process.execPath, ['src/cli/main.ts', 'status'], { encoding: 'utf8', env })
  expect(status).toContain('no sandbox: each command of the agent needs your approval')
})
