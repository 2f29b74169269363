import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { type ChildProgram, findFreePort, isAnswering, startChild, waitUntil } from './child-program.ts'
import type { Installation } from './installation.ts'
import { childrenOf } from './measure.ts'

export interface Peer {
  /** Where it answers, without a slash at the end. */
  readonly origin: string
  readonly pids: readonly number[]
  stop(): Promise<void>
}

/**
 * nginx as a reverse proxy to the same upstream, with connections kept alive on both sides, one worker as we are one process,
 * and nothing written to disk: its best case. Undefined where nginx is not installed.
 */
export async function startNginx(folder: string, upstreamPort: number): Promise<Peer | undefined> {
  const file = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx', '/opt/homebrew/bin/nginx'].find(
    existsSync,
  )
  if (file === undefined) return undefined
  const prefix = path.join(folder, 'nginx')
  const port = await findFreePort()
  mkdirSync(prefix, { recursive: true })
  writeFileSync(path.join(prefix, 'nginx.conf'), nginxConfig(port, upstreamPort))
  const child = startChild(file, ['-p', prefix, '-c', 'nginx.conf', '-e', 'error.log'])
  const origin = `http://127.0.0.1:${port}`
  await waitUntil('nginx', () => isAnswering(`${origin}/app/api/small`))
  return { origin, pids: [child.pid, ...childrenOf(child.pid)], stop: child.stop }
}

function nginxConfig(port: number, upstreamPort: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${name};`,
  )
  return `daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log;
events { worker_connections 512; }
http {
${temporary.join('\n')}
  access_log off;
  keepalive_requests 1000000;
  upstream app { server 127.0.0.1:${upstreamPort}; keepalive 64; keepalive_requests 1000000; }
  map $http_upgrade $connection_header { default upgrade; '' ''; }
  server {
    listen 127.0.0.1:${port};
    location /app/api/ {
      proxy_pass http://app/;
      proxy_http_version 1.1;
      proxy_max_temp_file_size 0;
      proxy_request_buffering off;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_header;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
    }
  }
}
`
}

/** Vite's dev server of the same workspace, with nothing around it. */
export function startVite({ workspace, ports }: Installation): ChildProgram & { origin: string } {
  const vite = path.join(workspace, 'node_modules/vite/bin/vite.js')
  const options = ['--config=vite.config.ts', '--configLoader=native', '--host=127.0.0.1', '--strictPort']
  const child = startChild(process.execPath, [vite, ...options, `--port=${ports.vite}`], { cwd: workspace })
  return Object.assign(child, { origin: `http://127.0.0.1:${ports.vite}` })
}

const portsLine = v.pipe(v.string(), v.parseJson(), v.object({ proxy: v.number(), pong: v.number() }))

/** Our proxy with no gate before it, and a WebSocket server that only answers pings; see `bare-programs.ts`. */
export async function startBarePrograms(upstreamPort: number): Promise<Peer & { pongUrl: string }> {
  const program = path.join(import.meta.dirname, 'bare-programs.ts')
  const child = startChild(process.execPath, [program, `http://127.0.0.1:${upstreamPort}`])
  const { proxy, pong } = v.parse(portsLine, await child.firstLine())
  return {
    origin: `http://127.0.0.1:${proxy}`,
    pongUrl: `ws://127.0.0.1:${pong}`,
    pids: [child.pid],
    stop: child.stop,
  }
}
