import { setTimeout as sleep } from 'node:timers/promises'
import { isAnswering, startChild, waitUntil } from './child-program.ts'
import { forms, type Installation } from './installation.ts'
import { memoryOf, printTable, ratio, rounded } from './measure.ts'
import { startVite } from './peers.ts'

const idleMs = 10_000

/** What each process keeps in memory when nobody does anything, beside a Node that does nothing and Vite alone. */
export async function benchMemory(installation: Installation): Promise<void> {
  const rows: { name: string; all: number; anonymous: number; base: number }[] = []
  const node = await measureNode()
  const vite = await measureVite(installation)
  rows.push({ name: 'Node alone', ...node, base: node.all }, { name: 'Vite alone', ...vite, base: vite.all })
  for (const form of forms) {
    const bloby = await installation.start(form)
    try {
      const pids = await bloby.pids()
      const cookie = await bloby.enterApp()
      await waitUntil('The app’s page', () => isAnswering(`${bloby.appUrl}/`, { cookie }))
      await sleep(idleMs)
      for (const [name, pid] of Object.entries(pids))
        rows.push({
          name: `Bloby, ${form}: ${name}`,
          ...memoryOf(pid),
          base: name === 'vite' ? vite.all : node.all,
        })
    } finally {
      await bloby.stop()
    }
  }
  printTable(
    `memory: resident, ${idleMs / 1000} s after the app’s page was asked for once; nobody is connected`,
    ['', 'resident, MB', 'of it anonymous, MB', 'to Node or Vite alone'],
    rows.map(({ name, all, anonymous, base }) => [name, rounded(all), rounded(anonymous), ratio(all, base)]),
  )
}

async function measureNode(): Promise<ReturnType<typeof memoryOf>> {
  const node = startChild(process.execPath, ['--eval', 'console.log(); setInterval(() => {}, 1000)'])
  try {
    await node.firstLine()
    await sleep(idleMs / 5)
    return memoryOf(node.pid)
  } finally {
    await node.stop()
  }
}

async function measureVite(installation: Installation): Promise<ReturnType<typeof memoryOf>> {
  const vite = startVite(installation)
  try {
    await waitUntil('Vite’s page', () => isAnswering(`${vite.origin}/`))
    await sleep(idleMs)
    return memoryOf(vite.pid)
  } finally {
    await vite.stop()
  }
}
