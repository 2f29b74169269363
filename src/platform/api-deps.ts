import type { AddressAnswer } from '../protocol/address.ts'
import type { SystemAnswer } from '../protocol/api.ts'
import type { EngineState, ServerMessage } from '../protocol/chat.ts'
import type { SchedulesAnswer } from '../protocol/schedules.ts'
import type { ClaudeLoginAnswer, ProviderModelsAnswer, ProviderTestAnswer } from '../protocol/settings.ts'
import type { SkillsAnswer } from '../protocol/skills.ts'
import type { Clock } from '../system/clock.ts'
import type { KnownDevices } from './accounts/known-devices.ts'
import type { Owner } from './accounts/owner.ts'
import type { Passkeys } from './accounts/passkeys.ts'
import type { SecondStep } from './accounts/second-step.ts'
import type { Sessions } from './accounts/sessions.ts'
import type { SignInLimit } from './accounts/sign-in-limit.ts'
import type { Tickets } from './accounts/tickets.ts'
import type { BubbleFile } from './bubble-file.ts'
import type { Files } from './files/files.ts'
import type { MemoryFiles } from './memory-files.ts'
import type { ProviderServer } from './provider-settings.ts'
import type { Push } from './push/push.ts'
import type { Audit } from './store/audit.ts'
import type { Branches } from './store/branches.ts'
import type { Conversations } from './store/conversations.ts'
import type { Messages } from './store/messages.ts'
import type { Secrets } from './store/secrets.ts'
import type { Settings } from './store/settings.ts'
import type { Turns } from './store/turns.ts'
import type { UsageRows } from './store/usage.ts'

/** What only the supervisor knows of `GET /api/system`; the API adds the rest. */
export type SystemParts = Omit<
  SystemAnswer,
  'nodeVersion' | 'platform' | 'pid' | 'home' | 'provider' | 'changes' | 'disk' | 'memoryBytes' | 'bubble'
>

/** What the API works with: the stores, the accounts, and the supervisor's side as functions. */
export interface ApiDeps {
  conversations: Conversations
  messages: Messages
  branches: Branches
  files: Pick<Files, 'find' | 'open' | 'receive'>
  turns: Pick<Turns, 'countChanges'>
  usage: UsageRows
  memoryFiles: MemoryFiles
  bubbleFile: BubbleFile
  clock: Pick<Clock, 'now'>
  settings: Settings
  secrets: Secrets
  /** Told after the settings were changed. */
  settingsChanged(): void
  audit: Audit
  push: Push
  owner: Owner
  sessions: Sessions
  secondStep: SecondStep
  passkeys: Passkeys
  /** Of tries with passkeys, which nobody can guess: a stranger's guesses at the password must not keep them out. */
  passkeyLimit: SignInLimit
  knownDevices: KnownDevices
  /** Told after so many codes were wrong that no more are taken from unknown devices. */
  codesClosed(): void
  tickets: Tickets
  /** Folder of the installation. */
  home: string
  /** pino fits. */
  log: { error(fields: object, message: string): void }
  /** To every device that is connected. */
  broadcast(message: ServerMessage): void
  /** Stops what runs in a conversation that is about to be deleted. */
  stopConversation(id: string): void
  /** Goes on with what waited in one that was restored. */
  resumeConversation(id: string): void
  /** Where the app's frame goes to trade this ticket for a session, at the address that the request came to. */
  appUrlFor(request: Request, ticket: string): string
  system(): Promise<SystemParts> | SystemParts
  address(): AddressAnswer
  schedules(): Promise<SchedulesAnswer>
  skills(): Promise<SkillsAnswer['skills']>
  /** The newest lines of a process's log, the oldest first. @throws AppError `not-found` for a name it does not know */
  logs(name: string, lines: number): Promise<string[]> | string[]
  /** Starts a process again. @throws AppError `not-found` for a name it does not know */
  restart(name: string): Promise<void> | void
  /** Asks a provider's server, whatever it answers: a failure is an answer in words. */
  providers: {
    test(server: ProviderServer): Promise<ProviderTestAnswer>
    models(server: ProviderServer): Promise<ProviderModelsAnswer>
  }
  engines: {
    list(): EngineState[]
    /** Begins an installation, and gives how it stands now. */
    install(name: string): EngineState
  }
  /** The owner's own login in the engine's unmodified program. */
  claudeLogin: {
    status(): Promise<ClaudeLoginAnswer>
    start(): Promise<ClaudeLoginAnswer>
    complete(code: string): Promise<ClaudeLoginAnswer>
    cancel(): Promise<ClaudeLoginAnswer>
    logout(): Promise<ClaudeLoginAnswer>
  }
}
