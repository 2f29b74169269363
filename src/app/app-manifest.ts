import * as v from 'valibot'
import type { Problem } from '../protocol/chat.ts'
import { messageOf } from '../system/errors.ts'
import { jsonFaultInWords, parseJson } from '../system/parse-json.ts'
import { readTextInside, type TextInside } from '../system/read-inside.ts'
import { type AppIcon, readAppIcon } from './app-icon.ts'

const manifestSchema = v.object({
  name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80)), 'Home'),
  /** The picture on a home screen: the path of a square PNG in the workspace. */
  icon: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(255))),
  /** Paths of the app origin that need no session; a last `*` stands for anything. */
  publicRoutes: v.optional(v.array(v.pipe(v.string(), v.startsWith('/'))), []),
  backend: v.optional(v.object({ childProcesses: v.optional(v.boolean(), false) }), {}),
})
type AppManifest = v.InferOutput<typeof manifestSchema>

const maxBytes = 256 * 1024

/** The workspace's files in JSON that we act on. One that cannot be read is a problem; what was read last stays in force. */
export function createAppManifest(workspace: string) {
  let manifest: AppManifest = v.parse(manifestSchema, {})
  const known = new Map<string, { file: TextInside; json?: unknown; problem?: Problem }>()

  /** The content of a file, parsed again only when it has changed. */
  function readJson(name: string, problems: Problem[]): unknown {
    const last = known.get(name)
    try {
      const file = readTextInside(workspace, name, { maxBytes, known: last?.file })
      if (file === undefined) known.delete(name)
      else if (file !== last?.file) known.set(name, { file, ...parse(name, file.text) })
    } catch (error) {
      problems.push(fileProblem(name, messageOf(error)))
      return undefined
    }
    const { json, problem } = known.get(name) ?? {}
    if (problem !== undefined) problems.push(problem)
    return json
  }
  return {
    get current() {
      return manifest
    },
    /** Reads the files again and gives what is wrong with them, by name and line. */
    reload(): Problem[] {
      const problems: Problem[] = []
      const app = readJson('app.json', problems)
      if (app !== undefined) {
        const result = v.safeParse(manifestSchema, app)
        if (result.success) manifest = result.output
        else
          problems.push(
            fileProblem('app.json', `${v.getDotPath(result.issues[0]) ?? ''}: ${result.issues[0].message}.`),
          )
      }
      if (manifest.icon !== undefined)
        try {
          readAppIcon(workspace, manifest.icon)
        } catch (error) {
          problems.push({
            id: 'file:icon',
            title: 'The app’s icon cannot be used',
            detail: `${messageOf(error)} Until then devices show Bloby’s own.`,
          })
        }
      readJson('PULSE.json', problems)
      readJson('CRONS.json', problems)
      return problems
    },
    /** As it is now; undefined when the app has none, or none that can be used, which `reload` says. */
    icon(): AppIcon | undefined {
      try {
        return manifest.icon === undefined ? undefined : readAppIcon(workspace, manifest.icon)
      } catch {
        return undefined
      }
    },
    /** Whether the app declares a path of its origin public. */
    isPublic(path: string): boolean {
      return manifest.publicRoutes.some((route) =>
        route.endsWith('*') ? path.startsWith(route.slice(0, -1)) : path === route,
      )
    },
  }
}

function parse(name: string, text: string): { json: unknown } | { problem: Problem } {
  const parsed = parseJson(text)
  return 'fault' in parsed
    ? { problem: fileProblem(name, `It is not JSON: ${jsonFaultInWords(parsed.fault)}.`) }
    : { json: parsed.value }
}

function fileProblem(name: string, reason: string): Problem {
  return {
    id: `file:${name}`,
    title: `${name} cannot be read`,
    detail: `${reason} What it said before stays in force.`,
  }
}
