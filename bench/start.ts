import { isAnswering, waitUntil } from './child-program.ts'
import { type Form, forms, type Installation } from './installation.ts'
import { type Contender, median, printTable, ratio, rounded, runInterleaved } from './measure.ts'
import { startVite } from './peers.ts'

const rounds = 7

interface Start {
  /** From the spawn on, in ms. NaN: this contender has no such moment. */
  readyMs: number
  pageMs: number
}

/** How long a start takes, beside the one part of it that anyone would need: the dev server of the workspace. */
export async function benchStart(installation: Installation): Promise<void> {
  const vite: Contender<Start> = { name: 'Vite alone', run: () => measureVite(installation) }
  const contenders = [...forms.map((form) => blobyIn(form, installation)), vite]
  const results = await runInterleaved(rounds, contenders)
  const medianOf = (name: string, key: keyof Start) =>
    median((results.get(name) ?? []).map((result) => result[key]))
  const base = medianOf(vite.name, 'pageMs')
  printTable(
    `start: from the spawn on, median of ${rounds}`,
    ['', 'ready line, ms', 'page of the app, ms', 'page, to Vite alone'],
    contenders.map(({ name }) => {
      const pageMs = medianOf(name, 'pageMs')
      return [name, rounded(medianOf(name, 'readyMs')), rounded(pageMs), ratio(pageMs, base)]
    }),
  )
}

function blobyIn(form: Form, installation: Installation): Contender<Start> {
  return {
    name: `Bloby, ${form}`,
    async run() {
      const bloby = await installation.start(form)
      try {
        const cookie = await bloby.enterApp()
        await waitUntil('The app’s page', () => isAnswering(`${bloby.appUrl}/`, { cookie }))
        return { readyMs: bloby.readyMs, pageMs: performance.now() - bloby.startedAt }
      } finally {
        await bloby.stop()
      }
    },
  }
}

async function measureVite(installation: Installation): Promise<Start> {
  const startedAt = performance.now()
  const vite = startVite(installation)
  try {
    await waitUntil('Vite’s page', () => isAnswering(`${vite.origin}/`))
    return { readyMs: Number.NaN, pageMs: performance.now() - startedAt }
  } finally {
    await vite.stop()
  }
}
