import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { openDatabase } from './database.ts'
import { nextCronRun } from './next-cron-run.ts'

const workspaceDir = join(import.meta.dirname, '..')
const envFile = join(workspaceDir, '.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)

const database = openDatabase(join(workspaceDir, 'app.db'))
const app = createApp({ workspaceDir, database, now: () => new Date(), nextCronRun })
const server = serve({
  fetch: app.fetch,
  hostname: '127.0.0.1',
  port: Number(process.env.PORT ?? 3004),
})

function stop() {
  server.close(() => {
    database.close()
    process.exit(0)
  })
  // A page that keeps its connection open must not hold up a restart.
  if ('closeAllConnections' in server) server.closeAllConnections()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
