import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Problem } from '../protocol/chat.ts'
import { messageOf } from '../system/errors.ts'

const manifestSchema = v.object({
  name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80)), 'Home'),
  /** Paths of the app origin that need no session; a last `*` stands for anything. */
  publicRoutes: v.optional(v.array(v.pipe(v.string(), v.startsWith('/'))), []),
  backend: v.optional(v.object({ childProcesses: v.optional(v.boolean(), false) }), {}),
})
type AppManifest = v.InferOutput<typeof manifestSchema>

/** The workspace's files in JSON that we act on. One that cannot be read is a problem; what was read last stays in force. */
export function createAppManifest(workspace: string) {
  let manifest: AppManifest = v.parse(manifestSchema, {})
  return {
    get current() {
      return manifest
    },
    /** Reads the files again and gives what is wrong with them, by name and line. */
    reload(): Problem[] {
      const problems: Problem[] = []
      const app = readJsonFile(workspace, 'app.json', problems)
      if (app !== undefined) {
        const result = v.safeParse(manifestSchema, app)
        if (result.success) manifest = result.output
        else
          problems.push(
            fileProblem('app.json', `${v.getDotPath(result.issues[0]) ?? ''}: ${result.issues[0].message}`),
          )
      }
      readJsonFile(workspace, 'PULSE.json', problems)
      readJsonFile(workspace, 'CRONS.json', problems)
      return problems
    },
    /** Whether the app declares a path of its origin public. */
    isPublic(path: string): boolean {
      return manifest.publicRoutes.some((route) =>
        route.endsWith('*') ? path.startsWith(route.slice(0, -1)) : path === route,
      )
    },
  }
}
export type AppManifestFile = ReturnType<typeof createAppManifest>

function readJsonFile(workspace: string, name: string, problems: Problem[]): unknown {
  const path = join(workspace, name)
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    problems.push(fileProblem(name, messageOf(error)))
    return undefined
  }
}

function fileProblem(name: string, reason: string): Problem {
  return {
    id: `file:${name}`,
    title: `${name} cannot be read`,
    detail: `${reason}. What it said before stays in force.`,
  }
}
