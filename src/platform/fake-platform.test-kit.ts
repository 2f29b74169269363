import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineState, ServerMessage } from '../protocol/chat.ts'
import type { ClaudeLoginAnswer } from '../protocol/settings.ts'
import { AppError } from '../system/errors.ts'
import { createFakeClock } from '../system/fake-clock.test-kit.ts'
import { createChallenges } from './accounts/challenges.ts'
import { createKnownDevices } from './accounts/known-devices.ts'
import { createOwner } from './accounts/owner.ts'
import { createPasskeys } from './accounts/passkeys.ts'
import { createRateLimit } from './accounts/rate-limit.ts'
import { createSecondStep } from './accounts/second-step.ts'
import { createSessions } from './accounts/sessions.ts'
import { createSetupCode } from './accounts/setup-code.ts'
import { createSignInLimit } from './accounts/sign-in-limit.ts'
import { createTickets } from './accounts/tickets.ts'
import { createApi } from './api.ts'
import type { ApiContext } from './api-route.ts'
import { createBubbleFile } from './bubble-file.ts'
import { createFiles } from './files/files.ts'
import { createMemoryFiles } from './memory-files.ts'
import type { ProviderServer } from './provider-settings.ts'
import { createPush } from './push/push.ts'
import { createPushNetwork } from './push/push-network.ts'
import { openVapidKeys } from './push/vapid-keys.ts'
import { createAudit } from './store/audit.ts'
import { createBranches } from './store/branches.ts'
import { createConversations } from './store/conversations.ts'
import { openDatabase } from './store/database.ts'
import { createKnownDeviceRows } from './store/known-devices.ts'
import { createMessages } from './store/messages.ts'
import { migrations } from './store/migrations.ts'
import { createPasskeyRows } from './store/passkeys.ts'
import { createPushSubscriptions } from './store/push-subscriptions.ts'
import { openSecrets } from './store/secrets.ts'
import { createSettings } from './store/settings.ts'
import { createTurns } from './store/turns.ts'
import { createUsageRows } from './store/usage.ts'

/** For tests: the whole API on an in-memory database, with a supervisor that only notes what it is asked for. */
export function createFakePlatform() {
  const home = mkdtempSync(join(tmpdir(), 'bloby-platform-'))
  const workspace = join(home, 'workspace')
  mkdirSync(workspace)
  const clock = createFakeClock()
  const db = openDatabase(':memory:', migrations)
  const stores = { db, clock }
  const settings = createSettings(stores)
  const sessions = createSessions(stores)
  const conversations = createConversations(stores)
  const broadcasts: ServerMessage[] = []
  const logged: { fields: object; message: string }[] = []
  const asked: string[] = []
  const askedServers: ProviderServer[] = []
  let engine: EngineState = { name: 'claude', version: '1.2.3', status: 'missing' }
  let login: ClaudeLoginAnswer = { status: 'signed-out' }
  const answerLogin = async (next: ClaudeLoginAnswer = login) => {
    login = next
    return login
  }
  const secrets = openSecrets(join(home, 'secrets.json'), clock.now())
  const devices = createKnownDeviceRows(stores)
  const secondStep = createSecondStep({ ...stores, settings, secrets, devices })
  const owner = createOwner({
    secondStep,
    db,
    settings,
    setupCode: createSetupCode({ path: join(home, 'setup-code') }),
    signInLimit: createSignInLimit(stores),
    recheckLimit: createRateLimit(stores),
  })
  const parts = {
    ...{ conversations, settings, sessions, owner, home },
    ...{ secrets, secondStep },
    passkeys: createPasskeys({
      rows: createPasskeyRows(stores),
      challenges: createChallenges(stores),
      settings,
    }),
    passkeyLimit: createSignInLimit(stores),
    knownDevices: createKnownDevices({ rows: devices }),
    messages: createMessages(stores),
    branches: createBranches(stores),
    files: createFiles({ ...stores, workspace }),
    turns: createTurns(stores),
    usage: createUsageRows(stores),
    memoryFiles: createMemoryFiles({ workspace }),
    bubbleFile: createBubbleFile({ home }),
    audit: createAudit(stores),
    push: createPush({
      subscriptions: createPushSubscriptions(stores),
      keys: openVapidKeys(join(home, 'vapid.json'), clock.now()).keys,
      network: createPushNetwork(),
      isLooking: () => false,
      log: { warn: (fields, message) => logged.push({ fields, message }) },
    }),
    tickets: createTickets(stores),
  }
  const api = createApi({
    ...parts,
    clock,
    settingsChanged: () => void asked.push('settings changed'),
    codesClosed: () => void asked.push('codes closed'),
    log: { error: (fields, message) => logged.push({ fields, message }) },
    broadcast: (message) => broadcasts.push(message),
    stopConversation: (id) => void asked.push(`stop ${id}${conversations.find(id) ? '' : ' too late'}`),
    resumeConversation: (id) => void asked.push(`resume ${id}${conversations.find(id) ? '' : ' too early'}`),
    appUrlFor: (request, ticket) => `http://${new URL(request.url).hostname}:3001/enter?ticket=${ticket}`,
    system: () => ({
      status: 'ok',
      version: '0.1.0',
      startedAt: clock.now(),
      address: 'http://localhost:3000',
      appAddress: 'http://localhost:3001',
      app: { name: 'Home', isReady: true, updates: 0 },
      sandbox: 'none',
      commandSandbox: 'none',
      processes: [{ name: 'backend', status: 'running', restarts: 0 }],
      problems: [],
    }),
    address: () => ({ local: 'http://localhost:3000', network: null, isOpen: false, qr: null }),
    skills: async () => [],
    schedules: async () => ({ isRunning: false, pulse: null, jobs: [], problems: [] }),
    logs(name, lines) {
      if (name !== 'backend') throw new AppError('not-found', 'There is no such log.')
      return ['one', 'two', 'three'].slice(-lines)
    },
    restart: (name) => void asked.push(`restart ${name}`),
    providers: {
      async test(server) {
        askedServers.push(server)
        return { isOk: true, code: 'ok', text: 'It works.' }
      },
      async models(server) {
        askedServers.push(server)
        return { models: [{ id: 'one' }] }
      },
    },
    engines: {
      list: () => [engine],
      install() {
        engine = { ...engine, status: 'installing', share: 0 }
        return engine
      },
    },
    claudeLogin: {
      status: () => answerLogin(),
      start: () => answerLogin({ status: 'waiting', url: 'https://claude.example/authorize' }),
      complete: (code) =>
        answerLogin(
          code === 'good#code'
            ? { status: 'signed-in', account: 'ada@example.org' }
            : { ...login, error: 'That is not the whole code.' },
        ),
      cancel: () => answerLogin({ status: 'signed-out' }),
      logout: () => answerLogin({ status: 'signed-out' }),
    },
  })

  /** Sends a request; an object or a list becomes a JSON body. */
  function send(
    method: string,
    path: string,
    body?: unknown,
    context: Partial<ApiContext> & RequestInit = {},
  ) {
    const { session, address = '192.0.2.1', isHttps = false, ...init } = context
    const request = new Request(`http://localhost:3000${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
      ...init,
    })
    return api.fetch(request, { address, isHttps, ...(session && { session }) })
  }

  return {
    ...parts,
    ...{ api, clock, broadcasts, logged, asked, askedServers, send },
    signIn: () => sessions.create({ kind: 'device', device: 'Chrome on Android', address: '192.0.2.1' }),
    close(): void {
      db.close()
      rmSync(home, { recursive: true })
    },
  }
}
