import { join } from 'node:path'
import { checkProvider } from '../agents/claude/provider/check-provider.ts'
import { listModels } from '../agents/claude/provider/list-models.ts'
import { createDemoAgent } from '../agents/demo/demo-agent.ts'
import { listSkills } from '../agents/extensions/list-skills.ts'
import { readSchedules } from '../agents/tools/schedule/read-schedules.ts'
import { type App, createApp } from '../app/app.ts'
import { createActiveConversation } from '../platform/active-conversation.ts'
import { createApi } from '../platform/api.ts'
import { parseFields } from '../platform/api-request.ts'
import { createBubbleFile } from '../platform/bubble-file.ts'
import type { PushNetworkOptions } from '../platform/push/push-network.ts'
import { changeSettings } from '../platform/settings-change.ts'
import { openDatabase } from '../platform/store/database.ts'
import { migrations } from '../platform/store/migrations.ts'
import { openSecrets } from '../platform/store/secrets.ts'
import { transcribe } from '../platform/voice/transcribe.ts'
import { voiceServer } from '../platform/voice/voice-server.ts'
import type { ReadyLine, SystemAnswer } from '../protocol/api.ts'
import type { ServerMessage } from '../protocol/chat.ts'
import { settingsBody } from '../protocol/settings.ts'
import { createProxy } from '../proxy/proxy.ts'
import type { Clock } from '../system/clock.ts'
import { loadConfig } from '../system/config.ts'
import { openLog } from '../system/log.ts'
import type { Paths } from '../system/paths.ts'
import { portsFrom } from '../system/ports.ts'
import { createProcessLedger } from '../system/process-ledger.ts'
import { announceSupervisor, forgetSupervisor } from '../system/running-supervisor.ts'
import type { Service } from '../system/service.ts'
import { lockHome } from '../system/single-instance.ts'
import { startCommand } from '../system/start-command.ts'
import { createTurns } from '../turns/turns.ts'
import { createAccounts } from './accounts.ts'
import { answerWithoutSession, appRoutes } from './app-routes.ts'
import { createChatSocket } from './chat-socket.ts'
import { createClaude } from './claude.ts'
import { describeAddress } from './describe-address.ts'
import { createGate } from './gate.ts'
import { createHosts, isLoopback, lanAddress, reachableHost } from './hosts.ts'
import { createLanguages } from './languages.ts'
import { makeHome } from './make-home.ts'
import { createMessageSearch } from './message-search.ts'
import { newsTexts } from './news-texts.ts'
import { createNotifications } from './notifications.ts'
import { createOriginServer } from './origin-server.ts'
import { platformRoutes } from './platform-routes.ts'
import { createStaticFiles } from './static-files.ts'
import { createStores } from './stores.ts'
import { createUpstreams } from './upstreams.ts'

export interface SupervisorOptions {
  paths: Paths
  /** From the command line; they win over `config.json`. */
  port?: number
  host?: string
  version: string
  /** The workspace's template and the built pages. */
  template: string
  pages: string
  clock: Clock
  terminal: { isTTY?: boolean }
  /** For tests, whose push service is not on the internet. */
  pushNetwork?: PushNetworkOptions
  onAppStep(step: string | null): void
  onProblem(title: string, detail?: string): void
}

export interface Supervisor {
  ready: ReadyLine
  /** Writes down an error that nobody caught. */
  report(error: unknown): void
  stop(): Promise<void>
}

/** Builds everything of an installation, starts it in order, and gives the way to stop it. Throws when it cannot start. */
export async function startSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const { paths, clock, version } = options
  makeHome(paths)
  /** What was opened, to be closed in reverse: on the way out, and when the start fails halfway. */
  const opened = new AsyncDisposableStack()
  try {
    const lock = lockHome(paths.run)
    opened.defer(lock.release)
    const logs = await openLog(paths.logs, options.terminal)
    opened.defer(logs.close)
    const { log } = logs
    const { config, problem: configProblem } = loadConfig(paths.config, clock.now())
    const ports = portsFrom(options.port ?? config.port)
    const host = options.host ?? config.host

    const ledger = createProcessLedger(join(paths.run, 'children'))
    const leftovers = ledger.endLeftovers()
    if (leftovers.length > 0) log.warn({ processes: leftovers }, 'Ended what a killed run left behind')

    const db = openDatabase(paths.database, migrations)
    opened.defer(() => db.close())
    const stores = createStores({ db, clock, workspace: paths.workspace })
    const { conversations, messages, events, settings, audit } = stores
    const secrets = openSecrets(paths.secrets, clock.now())
    const languages = createLanguages(stores)
    const accounts = createAccounts({ ...stores, secrets }, paths.setupCode)
    const { sessions, tickets, owner } = accounts

    const app = createApp({
      template: options.template,
      home: paths.home,
      workspace: paths.workspace,
      logs: paths.logs,
      allowsChildProcesses: config.allowChildProcesses,
      ports,
      ledger,
      clock,
      log,
    })
    function readLogs(name: string, lines: number) {
      if (name === 'bloby') return logs.last(lines)
      return name === 'engines' ? claude.lastLines(lines) : app.logs(name, lines)
    }
    // The socket is made after what it speaks for, and all of that speaks through it.
    const broadcast = (message: ServerMessage) => {
      chatSocket.broadcast(message)
      notifications.hear(message)
    }
    const notifications = createNotifications({
      ...{ ...stores, paths, network: options.pushNetwork, language: languages.ofOwner, log },
      isLooking: (who) => chatSocket.isLooking(who),
    })
    const { push } = notifications
    const claude = createClaude({
      paths,
      settings,
      secrets,
      audit,
      tools: {
        workspace: () => paths.workspace,
        now: () => new Date(clock.now()),
        searchMessages: createMessageSearch({ messages, conversations }),
        async notify({ conversationId, title, text }) {
          turns.post(title === undefined ? text : `**${title}**\n\n${text}`, conversationId)
          void push.send({ body: text, conversationId, ...(title && { title }) })
        },
        logs: readLogs,
        restartBackend: () => app.restart('backend'),
        backendStatus: () => app.processes().find(({ name }) => name === 'backend')?.status ?? 'stopped',
        installPackages: app.installPackages,
      },
      setProblem: app.setProblem,
      broadcast,
      ledger,
      clock,
      log,
    })
    opened.defer(claude.stop)
    const turns = createTurns({
      ...stores,
      agents: { demo: createDemoAgent({ clock }), ...claude.agents },
      workspace: paths.workspace,
      broadcast,
      log,
    })
    const active = createActiveConversation({ settings, conversations, broadcast })
    const chatSocket = createChatSocket({
      turns,
      conversations,
      events,
      active,
      greeting: () => [
        app.state(),
        ...claude.engines.list().map((engine) => ({ type: 'engine:state' as const, engine })),
      ],
      keepAlive: sessions.keepAlive,
      transcribe: (audio) => transcribe(voiceServer({ settings, secrets }), audio),
      saveSettings(values, { address, device }) {
        changeSettings({ settings, secrets, audit }, parseFields(settingsBody, values), { address, device })
        claude.settingsChanged()
      },
      log,
    })
    sessions.onEnd(chatSocket.signOut)
    app.onEvent((event) => {
      broadcast(event)
      if (event.type === 'app:state' && (event.isReady || event.step !== undefined))
        options.onAppStep(event.isReady ? null : (event.step ?? null))
      if (event.type === 'app:build-error') options.onProblem(event.problem.title, event.problem.detail)
    })
    if (configProblem !== undefined) {
      log.warn(configProblem)
      app.setProblem('config', { id: 'config', title: 'config.json was damaged', detail: configProblem })
      options.onProblem('config.json was damaged', configProblem)
    }

    if (secrets.problem !== undefined) {
      log.warn(secrets.problem)
      app.setProblem('secrets', {
        id: 'secrets',
        title: 'secrets.json was damaged',
        detail: secrets.problem,
      })
    }

    if (notifications.problem !== undefined) app.setProblem('vapid', notifications.problem)

    const url = `http://${reachableHost(host)}:${ports.platform}`
    const appUrl = `http://${reachableHost(host)}:${ports.app}`
    const startedAt = clock.now()
    const api = createApi({
      ...stores,
      ...accounts,
      settingsChanged: claude.settingsChanged,
      codesClosed() {
        const body = newsTexts[languages.ofOwner()].codesClosed
        turns.post(body)
        void push.send({ body, about: 'codes', isUrgent: true })
      },
      secrets,
      push,
      engines: claude.engines,
      claudeLogin: claude.login,
      providers: { test: checkProvider, models: listModels },
      bubbleFile: createBubbleFile(paths),
      address: () => describeAddress({ host, port: ports.platform }),
      skills: () => listSkills(paths.workspace),
      schedules: () => readSchedules(paths.workspace, new Date(clock.now())),
      home: paths.home,
      log,
      broadcast,
      stopConversation: turns.stopConversation,
      resumeConversation: turns.resumeConversation,
      appUrlFor: (request, ticket) =>
        `${new URL(request.url).protocol}//${new URL(request.url).hostname}:${ports.app}/__bloby/enter?ticket=${ticket}`,
      system: async () => ({
        status: app.state().problems.length === 0 ? 'ok' : 'degraded',
        version,
        startedAt,
        address: isLoopback(host) ? url : `http://${lanAddress() ?? reachableHost(host)}:${ports.platform}`,
        appAddress: appUrl,
        startCommand: startCommand(options.port === undefined ? [] : ['--port', String(options.port)]),
        app: describeApp(app),
        sandbox: app.sandbox(),
        commandSandbox: await claude.sandbox(),
        processes: app.processes(),
        problems: app.state().problems,
      }),
      logs: readLogs,
      restart: app.restart,
    })

    const proxy = createProxy()
    opened.defer(proxy.close)
    const upstreams = createUpstreams(app, ports)
    const gateDeps = {
      hosts: createHosts({ host, allowedHosts: config.allowedHosts }),
      sessions,
      isClaimed: owner.isClaimed,
      isPublic: app.isPublic,
    }
    const files = createStaticFiles({ root: options.pages })
    const platformTable = platformRoutes({
      api,
      chatSocket,
      files,
      proxy,
      upstreams,
      look: { name: app.ownName, icon: app.icon },
      languages,
      appPort: ports.app,
    })
    const appTable = appRoutes({ proxy, upstreams, tickets, sessions, platformPort: ports.platform })
    const services: Service[] = [
      turns,
      createOriginServer({
        name: 'platform origin',
        host,
        port: ports.platform,
        admit: createGate({ ...gateDeps, routes: platformTable, port: ports.platform }),
        log,
      }),
      createOriginServer({
        name: 'app origin',
        host,
        port: ports.app,
        admit: createGate({ ...gateDeps, routes: appTable, port: ports.app }),
        answerUnauthorized: (request, response) => answerWithoutSession(request, response, ports.platform),
        log,
      }),
      app,
    ]

    for (const service of services) {
      opened.defer(() => service.stop())
      await service.start()
    }
    stores.files.removeUnfinished()
    opened.defer(chatSocket.close)

    announceSupervisor(paths.run, {
      pid: process.pid,
      url: `http://127.0.0.1:${ports.platform}`,
      appUrl,
      token: sessions.createLocal(),
    })
    const code = owner.openSetupCode()
    opened.defer(() => forgetSupervisor(paths.run))
    log.info({ url, appUrl, version }, 'Bloby is ready')
    const setupUrl = code === undefined ? null : `${url}/#setup=${code}`
    return {
      ready: { url, appUrl, setupUrl, pid: process.pid },
      report: (error) => log.error({ err: error }, 'An error that nobody caught'),
      stop: () => opened.disposeAsync(),
    }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

function describeApp(app: App): SystemAnswer['app'] {
  const { isReady, step } = app.state()
  return { name: app.ownName(), isReady, ...(step !== undefined && { step }), updates: app.updates() }
}
