import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path'
import type { AccessMode } from '../../protocol/settings.ts'
import { codeOf, messageOf } from '../../system/errors.ts'
import { isInside } from '../../system/is-inside.ts'
import { plainWords } from '../extensions/trust.ts'
import { fullTools } from '../prompt/tools-for.ts'
import { secretPlaces } from './secret-places.ts'

/** What may be done with a tool call: as it is, never, or when the owner allows it. */
export type Judgement =
  | { decision: 'allow' }
  | { decision: 'deny'; reason: string }
  /** `always` says what an "always" allows, and `subject` is what it is remembered by. */
  | { decision: 'ask'; title: string; detail: string; always: string; subject: string; host?: string }

export interface BoundaryDeps {
  /** Absolute, and real: no links in it. */
  workspaceDir: string
  /** The installation's folder, in which the workspace lies. */
  home: string
  /** Of the owner; for tests. */
  homeFolder?: string
  /** Folders of the installation that the engine's tools must read: what it puts by of long outputs. */
  readable: readonly string[]
  /** Hosts that are reached unasked; `*.example.org` stands for all below it. */
  networkHosts: () => readonly string[]
  /** Whether a sandbox of the system is around commands. */
  hasSandbox: boolean
}

interface FileTool {
  field: string
  isRead: boolean
  /** What of everything below the folder it gives; the working folder when none is named. */
  searches?: 'names' | 'contents'
}

/** The fields by which the engine's own tools name files, and whether they only read. */
const fileTools: Record<string, FileTool> = {
  Read: { field: 'file_path', isRead: true },
  Glob: { field: 'path', isRead: true, searches: 'names' },
  Grep: { field: 'path', isRead: true, searches: 'contents' },
  Write: { field: 'file_path', isRead: false },
  Edit: { field: 'file_path', isRead: false },
  NotebookEdit: { field: 'notebook_path', isRead: false },
}

export type Boundary = ReturnType<typeof createBoundary>

/**
 * The fence around the engine's tools. In *workspace* mode: free inside the workspace, an approval for what is outside, never what
 * holds secrets; commands have the system's sandbox, and without one need an approval each. In *computer* mode everything but
 * Bloby's own folder, which holds what opens the owner's door. Paths are judged by where they really lead.
 */
export function createBoundary(deps: BoundaryDeps) {
  const { workspaceDir, networkHosts, hasSandbox } = deps
  const readable = deps.readable.map(realPathOf)
  const homeFolder = deps.homeFolder ?? homedir()
  const home = realPathOf(deps.home)
  const secrets = secretPlaces(homeFolder).flatMap((path) => [path, reachablePathOf(path)])

  function judgePath(path: string, { isRead, searches }: FileTool, access: AccessMode): Judgement {
    const absolute = absolutePath(path, workspaceDir)
    const real = realPathOf(absolute)
    if (isInside(workspaceDir, real) || (isRead && readable.some((folder) => isInside(folder, real))))
      return { decision: 'allow' }
    const closed = access === 'computer' ? [home] : [home, ...secrets]
    const isClosed = (each: string) =>
      !isInside(workspaceDir, each) && closed.some((folder) => isInside(folder, each))
    // Both: the link itself may lie in a closed place, and so may what it leads to.
    if (isClosed(absolute) || isClosed(real))
      return { decision: 'deny', reason: `${path} may hold secrets. It is closed to the agent.` }
    if (searches === 'contents' && closed.some((folder) => isInside(real, folder) && existsSync(folder)))
      return {
        decision: 'deny',
        reason: `In ${path} lies what is closed to the agent: name a folder in it that holds no secrets.`,
      }
    if (access === 'computer') return { decision: 'allow' }
    const verb = isRead ? 'Read' : 'Change'
    const shown = plainWords(absolute)
    return {
      decision: 'ask',
      title: `${verb} ${basename(shown)} outside the workspace?`,
      detail: real === absolute ? shown : `${shown}\nwhich leads to ${plainWords(real)}`,
      always: `Bloby may ${isRead ? 'read' : 'change'} exactly this path again in this conversation without asking.`,
      subject: `${isRead ? 'read' : 'change'} ${real}`,
    }
  }

  /** As the engine takes paths: without white space around them, `~` for the owner's folder. */
  function absolutePath(written: string, from: string): string {
    const path = written.trim()
    if (path === '~' || path.startsWith(`~${sep}`) || path.startsWith('~/'))
      return join(homeFolder, path.slice(1))
    return resolve(from, path)
  }

  function judgeHost(host: string, address?: string): Judgement {
    const name = host.toLowerCase()
    // A star would stand for other hosts once it was remembered.
    if (!/^[a-z0-9._:[\]-]+$/.test(name))
      return { decision: 'deny', reason: 'This is not the name of a host.' }
    if (networkHosts().some((allowed) => matchesHost(name, allowed.toLowerCase())))
      return { decision: 'allow' }
    return {
      decision: 'ask',
      title: `Connect to ${host}?`,
      detail: `${address === undefined ? '' : `${plainWords(address)}\n`}The agent could send data there, or read instructions from there.`,
      always: `${name} is never asked about again, until you remove it in the settings under Access.`,
      subject: `host ${name}`,
      host: name,
    }
  }

  return {
    /**
     * The same call with the whole path of what it names, so that what is judged is what is done: the engine takes some paths from `cwd`,
     * the folder that its last command went to.
     */
    pin(tool: string, input: Record<string, unknown>, cwd: string): Record<string, unknown> {
      const file = fileTools[tool]
      if (file === undefined) return input
      const path = input[file.field]
      if (typeof path !== 'string' && file.searches === undefined) return input
      return { ...input, [file.field]: absolutePath(typeof path === 'string' ? path : '', cwd) }
    },
    judge(tool: string, input: Record<string, unknown>, access: AccessMode): Judgement {
      const file = fileTools[tool]
      if (file === undefined) return access === 'computer' ? { decision: 'allow' } : judgeOther(tool, input)
      try {
        return judgeFiles(tool, file, input, access)
      } catch (error) {
        return { decision: 'deny', reason: `It cannot be told where this path leads: ${messageOf(error)}` }
      }
    },
  }

  function judgeFiles(
    tool: string,
    file: FileTool,
    input: Record<string, unknown>,
    access: AccessMode,
  ): Judgement {
    const named = input[file.field]
    const path = absolutePath(typeof named === 'string' ? named : '', workspaceDir)
    const pattern = tool === 'Glob' ? input.pattern : tool === 'Grep' ? input.glob : undefined
    if (typeof pattern !== 'string') return judgePath(path, file, access)
    // A pattern may itself climb out of the folder that it is applied to.
    if (pattern.split(/[\\/,{}\s]/).includes('..'))
      return { decision: 'deny', reason: 'A pattern must not contain "..": name the folder itself.' }
    const fixed = pattern.split(/[*?[{]/, 1)[0] ?? ''
    const inner = judgePath(resolve(path, fixed), file, access)
    if (isAbsolute(fixed) && tool === 'Glob') return inner
    const outer = judgePath(path, file, access)
    return outer.decision === 'allow' || inner.decision === 'deny' ? inner : outer
  }

  function judgeOther(tool: string, input: Record<string, unknown>): Judgement {
    if (tool === 'WebFetch') {
      const url = URL.parse(String(input.url))
      return url?.hostname
        ? judgeHost(url.hostname, url.href)
        : { decision: 'deny', reason: 'This is not an address.' }
    }
    if (tool === 'SandboxNetworkAccess') return judgeHost(String(input.host))
    if (tool === 'Bash' || tool === 'Monitor') {
      if (hasSandbox) return { decision: 'allow' }
      return {
        decision: 'ask',
        title: 'Run this command without a sandbox?',
        detail: String(input.command),
        always: 'Bloby may run exactly this command again in this conversation without asking.',
        subject: `command ${String(input.command)}`,
      }
    }
    if (fullTools.includes(tool) || tool.startsWith('mcp__')) return { decision: 'allow' }
    // Nobody has looked yet at what a tool of a later engine does.
    return {
      decision: 'ask',
      title: `Use the tool ${tool}?`,
      detail: JSON.stringify(input, null, 2),
      always: 'Bloby may use this tool for anything in this conversation without asking.',
      subject: `tool ${tool}`,
    }
  }
}

/**
 * Where a path really leads, in the letters that the disk has it in; of what does not exist yet, the part that does. Throws for links in
 * circles, and for what cannot be reached.
 */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path)
  } catch (error) {
    const parent = dirname(path)
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error
    // A link to what does not exist yet would pass as a file of its own folder, and be written through.
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
    return isLink ? realPathOf(resolve(parent, readlinkSync(path))) : join(realPathOf(parent), basename(path))
  }
}

/** A place that this user cannot look into is closed by its name. */
function reachablePathOf(path: string): string {
  try {
    return realPathOf(path)
  } catch {
    // Such as EACCES for another user's folder.
    return path
  }
}

function matchesHost(host: string, allowed: string): boolean {
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed
}
