import { Pool } from 'undici'
import type { Installation } from './installation.ts'
import { type Contender, cpuUsOf, median, printTable, ratio, rounded, runInterleaved } from './measure.ts'
import { onStage, type Stage } from './stage.ts'

const rounds = 5
const connections = 32
const loads = [
  { name: 'JSON, 200 bytes', method: 'GET', path: '/small', count: 10_000, bytesUp: 0 },
  { name: 'download, 1 MB', method: 'GET', path: '/large', count: 400, bytesUp: 0 },
  { name: 'upload, 1 MB', method: 'POST', path: '/small', count: 400, bytesUp: 1_000_000 },
]
type Load = (typeof loads)[number]

interface Result {
  /** CPU time of the proxy's processes for one request, in µs. */
  cpuUs: number
  perSecond: number
}

/** What a request through the app's origin costs, beside nginx, our proxy without the gate, and no proxy. */
export async function benchProxy(installation: Installation, folder: string): Promise<void> {
  await onStage(installation, folder, async (stage) => {
    for (const load of loads) {
      const contenders = await contendersFor(stage, load)
      const results = await runInterleaved(rounds, contenders)
      const medianOf = (name: string, key: keyof Result) =>
        median((results.get(name) ?? []).map((result) => result[key]))
      printTable(
        `proxy: ${load.name}; median of ${rounds} rounds of ${load.count} requests, ${connections} connections`,
        ['', 'CPU µs/request', 'to nginx', 'requests/s', 'to nginx'],
        contenders.map(({ name }) => {
          const [cpuUs, perSecond] = [medianOf(name, 'cpuUs'), medianOf(name, 'perSecond')]
          return [
            name,
            rounded(cpuUs),
            ratio(cpuUs, medianOf('nginx', 'cpuUs')),
            rounded(perSecond),
            ratio(perSecond, medianOf('nginx', 'perSecond')),
          ]
        }),
      )
    }
  })
}

async function contendersFor(
  { bloby, upstream, nginx, bare, cookie }: Stage,
  load: Load,
): Promise<Contender<Result>[]> {
  const { supervisor } = await bloby.pids()
  const through = (name: string, origin: string, pids: readonly number[], prefix = '/app/api') => ({
    name,
    run: () => measure(load, { origin, path: `${prefix}${load.path}`, cookie, pids }),
  })
  return [
    through('direct', upstream, [], ''),
    ...(nginx ? [through('nginx', nginx.origin, nginx.pids)] : []),
    through('createProxy alone', bare.origin, bare.pids),
    through('Bloby’s app origin', bloby.appUrl.replace('localhost', '127.0.0.1'), [supervisor]),
  ]
}

async function measure(
  { method, count, bytesUp }: Load,
  { origin, path, cookie, pids }: { origin: string; path: string; cookie: string; pids: readonly number[] },
): Promise<Result> {
  const pool = new Pool(origin, { connections })
  const body = bytesUp === 0 ? null : Buffer.alloc(bytesUp, 'x')
  let left = count
  const cpuUsBefore = cpuUsOf(pids)
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) await ask(pool, { method, path, body, headers: { cookie, accept: '*/*' } })
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  const cpuUs = cpuUsOf(pids) - cpuUsBefore
  await pool.close()
  return {
    cpuUs: pids.length === 0 ? Number.NaN : cpuUs / count,
    perSecond: count / seconds,
  }
}

/** One request, as cheap as it can be for us; its answer has to be 200 and whole. */
function ask(pool: Pool, options: Parameters<Pool['dispatch']>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    pool.dispatch(options, {
      onRequestStart() {},
      onResponseStart(_controller, status) {
        if (status !== 200) reject(new Error(`${options.path} was answered with ${status}.`))
      },
      onResponseData() {},
      onResponseEnd: () => resolve(),
      onResponseError: (_controller, error) => reject(error),
    })
  })
}
