import { execFileSync } from 'node:child_process'
import { chmod, cp, glob, rm } from 'node:fs/promises'
import path from 'node:path'

/** Builds the package: `dist/` mirrors `src/` as plain JavaScript, with the web pages in `dist/public`. */
const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')

await rm(dist, { recursive: true, force: true })
run(path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json')
run(path.join(root, 'scripts/build-web.ts'))
await copyAssets()
await chmod(path.join(dist, 'cli/main.js'), 0o755)

/** What programs read beside their own code: prompts, SQL and pages. The web folders are not among the programs. */
async function copyAssets(): Promise<void> {
  const assets = glob('**/*.{md,sql,html,json}', {
    cwd: path.join(root, 'src'),
    exclude: (name) => ['chat', 'shell', 'widget'].includes(name),
  })
  for await (const asset of assets) await cp(path.join(root, 'src', asset), path.join(dist, asset))
}

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
}
