import type { App } from '../app/app.ts'
import type { DownNotice } from '../proxy/error-page.ts'
import type { ProxyTarget } from '../proxy/proxy-target.ts'
import type { Ports } from '../system/ports.ts'
import type { Visit } from './visit.ts'

export type Upstreams = ReturnType<typeof createUpstreams>

/** Where the app's requests go, and what is said while nobody answers there. */
export function createUpstreams(app: Pick<App, 'state' | 'backendHeaders'>, ports: Ports) {
  function target(visit: Visit, port: number, name: string, what: string): ProxyTarget {
    return {
      origin: `http://127.0.0.1:${port}`,
      client: { address: visit.address, proto: visit.isHttps ? 'https' : 'http', host: visit.host },
      isCompressed: true,
      whenDown: () => notice(name, what),
    }
  }
  function notice(name: string, what: string): DownNotice {
    const { processes, step, problems } = app.state()
    const status = processes.find((process) => process.name === name)?.status
    const problem = problems.find(({ id }) => id === name || id === 'packages')
    if (status === 'failed' || problem !== undefined)
      return {
        state: 'down',
        title: problem?.title ?? `${what} stopped`,
        detail: `${problem?.id === 'packages' ? (problem.detail ?? '') : 'The chat has its last lines, and can start it again.'}`,
      }
    return { state: 'starting', title: `${what} is starting`, detail: step ?? 'It will be here in a moment.' }
  }
  return {
    backend: (visit: Visit): ProxyTarget => ({
      ...target(visit, ports.backend, 'backend', 'The backend'),
      stripPrefix: '/app/api',
      addedHeaders: app.backendHeaders(),
    }),
    /** Vite answers to its own name only. */
    draft: (visit: Visit): ProxyTarget => ({
      ...target(visit, ports.vite, 'vite', 'Your app'),
      host: `localhost:${ports.vite}`,
    }),
  }
}
