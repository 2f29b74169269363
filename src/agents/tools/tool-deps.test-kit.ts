import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createTools, type ToolDeps } from './create-tools.ts'
import { runTool, type ToolResult } from './run-tool.ts'
import type { ToolContext } from './tool.ts'

/** The tools on a workspace of their own, and what they did to the rest. */
export function createToolBench({
  files = {},
  ...deps
}: Partial<ToolDeps> & { files?: Record<string, string> } = {}) {
  const workspace = temporaryDirectory()
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true })
    writeFileSync(join(workspace, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  const notices: unknown[] = []
  const changes: unknown[] = []
  const questions: unknown[] = []
  const bugs: unknown[] = []
  const tools = createTools({
    workspace: () => workspace,
    now: () => new Date('2026-11-21T12:00:00Z'),
    searchMessages: () => [],
    notify: async (notice) => void notices.push(notice),
    logs: () => [],
    restartBackend: async () => {},
    backendStatus: () => 'running',
    installPackages: async (change) => {
      changes.push(change)
      return change.add.map((name) => ({ name, version: '1.0.0' }))
    },
    ...deps,
  })
  const context: ToolContext = {
    conversationId: 'c1',
    signal: new AbortController().signal,
    ask: async (question) => {
      questions.push(question)
      return 'Blue'
    },
  }
  const logBug = (error: unknown) => void bugs.push(error)
  return {
    workspace,
    write,
    tools,
    context,
    logBug,
    notices,
    changes,
    questions,
    bugs,
    call: (name: string, input: unknown, changed: Partial<ToolContext> = {}): Promise<ToolResult> =>
      runTool({ tools, logBug }, { name, input }, { ...context, ...changed }),
  }
}
