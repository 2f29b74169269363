/**
 * How the owner starts this program, to be told: in a clone it is npm that does. `flags` are what was given, and what is to be added:
 * `bloby start --port 4000`.
 */
export function startCommand(flags: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  const isClone = env.npm_lifecycle_event === 'start'
  return [isClone ? 'npm start --' : 'bloby start', ...flags].join(' ')
}
