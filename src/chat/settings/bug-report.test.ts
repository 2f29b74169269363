import { expect, it } from 'vitest'
import type { SystemAnswer } from '../../protocol/api.ts'
import { bugReport } from './bug-report.ts'

const system: SystemAnswer = {
  status: 'degraded',
  version: '0.1.0',
  nodeVersion: 'v24.21.0',
  platform: 'linux x64',
  pid: 4711,
  startedAt: 0,
  address: 'http://192.0.2.7:3000',
  appAddress: 'http://192.0.2.7:3001',
  home: '/home/ada/.bloby',
  app: { name: 'Ada’s secret plans', isReady: true, updates: 0 },
  sandbox: 'bubblewrap',
  commandSandbox: 'none',
  provider: 'anthropic',
  changes: 3,
  disk: { freeBytes: 212e9, totalBytes: 500e9 },
  memoryBytes: 120e6,
  processes: [{ name: 'backend', status: 'running', restarts: 2, pid: 4712 }],
  problems: [{ id: 'config', title: 'config.json was damaged', detail: 'kept as /home/ada/x' }],
}

it('a bug report says versions and states, and nothing of the owner', () => {
  const report = bugReport({
    system,
    engines: [{ name: 'claude', version: '1.2.3', status: 'ready' }],
    browser: 'Firefox',
  })
  expect(report.split('\n')).toEqual([
    'Bloby 0.1.0',
    'Node.js v24.21.0 on linux x64',
    'State: degraded, config',
    'Sandboxes: app bubblewrap, commands none',
    'Provider: anthropic',
    'Engine: claude 1.2.3, ready',
    'Process: backend, running, 2 restarts',
    'App: ready',
    'Memory: 120 MB, disk: 212.0 GB of 500.0 GB free',
    'Browser: Firefox',
  ])
  expect(report).not.toMatch(/ada|secret|192|home/i)
})
