import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { AccessMode } from '../../protocol/api.ts'
import { codeOf } from '../../system/errors.ts'
import { secretPlaces } from './secret-places.ts'

/** What may be done with a tool call: as it is, never, or when the owner allows it. */
export type Judgement =
  | { decision: 'allow' }
  | { decision: 'deny'; reason: string }
  /** `subject` is what an "always" is remembered by. */
  | { decision: 'ask'; title: string; detail: string; subject: string; host?: string }

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
}

/** The fields by which the engine's own tools name files, and whether they only read. */
const fileTools: Record<string, FileTool> = {
  Read: { field: 'file_path', isRead: true },
  Glob: { field: 'path', isRead: true },
  Grep: { field: 'path', isRead: true },
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
  const secrets = secretPlaces(homeFolder).map(realPathOf)

  function judgePath(path: string, isRead: boolean, access: AccessMode): Judgement {
    const absolute = resolvePath(path)
    const real = realPathOf(absolute)
    if (isInside(real, workspaceDir) || (isRead && readable.some((folder) => isInside(real, folder))))
      return { decision: 'allow' }
    const closed = access === 'computer' ? [home] : [home, ...secrets]
    const isClosed = (each: string) =>
      !isInside(each, workspaceDir) && closed.some((folder) => isInside(each, folder))
    // Both: the link itself may lie in a closed place, and so may what it leads to.
    if (isClosed(absolute) || isClosed(real))
      return { decision: 'deny', reason: `${path} may hold secrets. It is closed to the agent.` }
    if (access === 'computer') return { decision: 'allow' }
    const verb = isRead ? 'Read' : 'Change'
    return {
      decision: 'ask',
      title: `${verb} ${basename(absolute)} outside the workspace?`,
      detail: real === absolute ? absolute : `${absolute}\nwhich leads to ${real}`,
      subject: `${isRead ? 'read' : 'change'} ${real}`,
    }
  }

  function resolvePath(path: string): string {
    if (path === '~' || path.startsWith(`~${sep}`) || path.startsWith('~/'))
      return join(homeFolder, path.slice(1))
    return isAbsolute(path) ? resolve(path) : resolve(workspaceDir, path)
  }

  function judgeHost(host: string): Judgement {
    const name = host.toLowerCase()
    if (networkHosts().some((allowed) => matchesHost(name, allowed.toLowerCase())))
      return { decision: 'allow' }
    return {
      decision: 'ask',
      title: `Connect to ${host}?`,
      detail: 'The agent could send data there, or read instructions from there.',
      subject: `host ${name}`,
      host: name,
    }
  }

  return {
    judge(tool: string, input: Record<string, unknown>, access: AccessMode): Judgement {
      const file = fileTools[tool]
      if (file !== undefined) return judgeFiles(tool, file, input, access)
      return access === 'computer' ? { decision: 'allow' } : judgeOther(tool, input)
    },
  }

  function judgeFiles(
    tool: string,
    { field, isRead }: FileTool,
    input: Record<string, unknown>,
    access: AccessMode,
  ): Judgement {
    const path = typeof input[field] === 'string' ? input[field] : workspaceDir
    const judged = judgePath(path, isRead, access)
    // A pattern may itself climb out of the folder that it is applied to.
    const pattern = tool === 'Glob' ? input.pattern : tool === 'Grep' ? input.glob : undefined
    if (judged.decision !== 'allow' || typeof pattern !== 'string') return judged
    if (pattern.split(/[\\/,{}]/).includes('..'))
      return { decision: 'deny', reason: 'A pattern must not contain "..": name the folder itself.' }
    const fixed = pattern.split(/[*?[{]/, 1)[0] ?? ''
    return judgePath(resolve(resolvePath(path), fixed), true, access)
  }

  function judgeOther(tool: string, input: Record<string, unknown>): Judgement {
    if (tool === 'WebFetch') {
      const host = URL.parse(String(input.url))?.hostname
      return host ? judgeHost(host) : { decision: 'deny', reason: 'This is not an address.' }
    }
    if (tool === 'SandboxNetworkAccess') return judgeHost(String(input.host))
    if (tool === 'Bash' || tool === 'Monitor') {
      if (hasSandbox) return { decision: 'allow' }
      return {
        decision: 'ask',
        title: 'Run this command without a sandbox?',
        detail: String(input.command),
        subject: `command ${String(input.command)}`,
      }
    }
    return { decision: 'allow' }
  }
}

/** Where a path really leads; of what does not exist yet, the part that does. Throws for links in circles. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    const parent = dirname(path)
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error
    // A link to what does not exist yet would pass as a file of its own folder, and be written through.
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
    return isLink ? realPathOf(resolve(parent, readlinkSync(path))) : join(realPathOf(parent), basename(path))
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

function matchesHost(host: string, allowed: string): boolean {
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed
}
