import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Prints and reads what `claude auth …` does, as measured of 2.1.329, and keeps a login as a file in its folder. */
const source = `
const { existsSync, rmSync, writeFileSync } = require('node:fs')
const login = process.env.CLAUDE_CONFIG_DIR + '/.credentials.json'
const [, what] = process.argv.slice(2)
if (what === 'status') {
  const loggedIn = existsSync(login)
  console.log(JSON.stringify({ loggedIn, ...(loggedIn && { email: 'ada@example.org' }) }))
  process.exitCode = loggedIn ? 0 : 1
} else if (what === 'logout') {
  rmSync(login, { force: true })
  console.log('Successfully logged out from your Anthropic account.')
} else {
  process.stdout.write('Opening browser to sign in…\\n')
  process.stdout.write("If the browser didn't open, visit: https://claude.example/oauth/authorize?code=true&st")
  process.stdout.write('ate=abc\\nPaste code here > ')
  process.stdin.setEncoding('utf8').on('data', (text) => {
    const code = text.trim()
    if (!code.includes('#')) return console.error("That doesn't look like the full code.")
    if (code !== 'good#abc') {
      console.error("Couldn't log in: " + (code === 'offline#abc' ? 'getaddrinfo ENOTFOUND x' : 'That code wasn’t accepted.'))
      process.exit(1)
    }
    writeFileSync(login, JSON.stringify(process.env))
    console.log('Login successful.')
    process.exit(0)
  })
}
`

/** Writes the program into a folder and gives its path. */
export function writeFakeClaude(directory: string): string {
  const path = join(directory, 'claude')
  writeFileSync(path, `#!${process.execPath}\n${source}`)
  chmodSync(path, 0o755)
  return path
}
