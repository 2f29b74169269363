import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SettingsBody } from '../../src/protocol/settings.ts'
import type { Approval } from '../../src/protocol/turn-parts.ts'
import { type Step, scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { type ProgramWithClaude, say, startWithClaude } from './engine.ts'
import { giveTo } from './start-program.ts'

export interface ToolUse {
  tool: string
  input: Record<string, unknown>
}

/** What an agent must not get at: in the owner's folder, in the home, and in the settings. */
export const secrets = {
  sshKey: 'the-private-key-of-the-owner',
  note: 'a-note-of-the-owner',
  apiKey: 'sk-ant-of-the-tests',
  ofShell: 'ghp-of-the-shell-that-started-it',
}

/** The real program and engine with a model that does what a test says, and an owner's folder with secrets in it. */
export interface FencedAgent extends ProgramWithClaude {
  server: MessagesApi
  device: ChatDevice
  workspace: string
  /** The owner's home folder: `.ssh/id_ed25519` and `note.txt`. */
  owner: string
  /** A folder of neither, which anybody may write. */
  outside: string
  /** What the owner was asked, in order. */
  asked: Approval[]
  /** Decides what the owner answers from now on; at first it is "deny". */
  answer(decide: (approval: Approval) => 'allow' | 'always' | 'deny'): void
  /** Has the model use tools one after the other, and gives what each gave, as text. */
  use(conversationId: string, ...uses: ToolUse[]): Promise<string[]>
  dispose(): Promise<void>
}

export async function startFencedAgent(
  options: { userId?: number; env?: Record<string, string>; settings?: SettingsBody } = {},
): Promise<FencedAgent> {
  const { userId } = options
  const root = mkdtempSync(path.join(tmpdir(), 'bloby-fence-'))
  const owner = path.join(root, 'owner')
  const outside = path.join(root, 'outside')
  mkdirSync(path.join(owner, '.ssh'), { recursive: true })
  mkdirSync(outside)
  writeFileSync(path.join(owner, '.ssh', 'id_ed25519'), secrets.sshKey)
  writeFileSync(path.join(owner, 'note.txt'), secrets.note)
  if (userId !== undefined) giveTo(userId, root)
  const server = await createMessagesApi()
  const started = await startWithClaude({
    api: server,
    ...options,
    env: { HOME: owner, GITHUB_TOKEN: secrets.ofShell, ANTHROPIC_API_KEY: secrets.ofShell, ...options.env },
  })
  const { url } = started.program.ready
  const device = await connectChat({ url, token: started.api.token })
  const asked: Approval[] = []
  let decide: (approval: Approval) => 'allow' | 'always' | 'deny' = () => 'deny'
  const phone = await connectChat({ url, token: started.api.token })
  let isOver = false
  const answering = answerAll().catch((error) => {
    if (!isOver) throw error
  })

  async function answerAll() {
    for (;;) {
      const { approval, conversationId } = await phone.next(
        'bot:approval',
        (each) => each.approval.decision === undefined,
      )
      asked.push(approval)
      phone.send({ type: 'user:answer', conversationId, questionId: approval.id, answer: decide(approval) })
    }
  }

  return {
    ...started,
    server,
    device,
    workspace: path.join(started.program.home, 'workspace'),
    owner,
    outside,
    asked,
    answer(how) {
      decide = how
    },
    async use(conversationId, ...uses) {
      const before = server.turns.length
      const steps: Step[] = [...uses, 'Done.']
      await say(device, scriptOf(...steps), { conversationId })
      return server.turns
        .slice(before)
        .filter(({ seen }) => seen.answersSince > 0)
        .map(({ seen }) => seen.result)
    },
    async dispose() {
      isOver = true
      await phone.close()
      await answering
      await started.program.dispose()
      await server.close()
      rmSync(root, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

const nobody = 65_534

/** As whom a fence is to be tried: as root too where the tests run as root, and as an ordinary user. */
export function usersToTry(): { name: string; userId?: number }[] {
  if (process.getuid?.() !== 0) return [{ name: 'an ordinary user' }]
  const tried = spawnSync(process.execPath, ['src/cli/main.ts', '--version'], {
    uid: nobody,
    gid: nobody,
    encoding: 'utf8',
  })
  if (tried.status === 0) return [{ name: 'root' }, { name: 'an ordinary user', userId: nobody }]
  console.warn(`The fence is tried as root alone: others cannot run the program here. ${tried.stderr}`)
  return [{ name: 'root' }]
}
