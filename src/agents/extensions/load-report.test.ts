import { expect, it } from 'vitest'
import { loadReport } from './load-report.ts'

const plugin = { name: 'tea', path: '/copies/1', fingerprint: '1', needsTrust: [] }
const servers = { weather: { command: 'npx' }, mail: { command: 'npx' } }

it('says nothing when everything was loaded, or is on its way', () => {
  const init = {
    mcp_servers: [
      { name: 'weather', status: 'connected' },
      { name: 'mail', status: 'pending' },
      { name: 'bloby', status: 'connected' },
    ],
    plugins: [{ name: 'tea', path: '/copies/1' }],
  }
  expect(loadReport(init, { plugins: [plugin], servers })).toEqual([])
})

it('names servers and plugins that did not load, and why', () => {
  const init = {
    mcp_servers: [
      { name: 'weather', status: 'failed' },
      { name: 'mail', status: 'needs-auth' },
    ],
    plugins: [],
    plugin_errors: [
      { plugin: 'inline[0]', type: 'path-not-found', message: 'Path not found', path: '/copies/1' },
    ],
  }
  expect(loadReport(init, { plugins: [plugin], servers })).toMatchObject([
    { id: 'server weather', detail: expect.stringContaining('could not be started') },
    { id: 'server mail', detail: expect.stringContaining('login') },
    { id: 'plugin tea', title: 'The plugin “tea” did not load', detail: 'Path not found' },
  ])
})
