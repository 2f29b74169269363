#!/usr/bin/env node
const oldest = 24
const major = Number(process.versions.node.split('.')[0])
if (major < oldest) {
  process.stderr.write(
    `Bloby needs Node.js ${oldest} or newer; this is ${process.versions.node}.\n` +
      `Install a newer one from https://nodejs.org, or run: npx -y -p node@${oldest} -p bloby bloby ${process.argv.slice(2).join(' ')}\n`,
  )
  process.exitCode = 1
} else {
  // Only now: older versions could not even read it.
  const { runCommandLine } = await import('./command-line.ts')
  process.exitCode = await runCommandLine(process.argv.slice(2))
}
