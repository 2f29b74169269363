import * as v from 'valibot'
import type { SystemAnswer } from '../protocol/api.ts'
import type { FromChat } from '../protocol/frames.ts'
import { type Api, isSignedOut } from './api.ts'
import type { AppFrame } from './app-frame.ts'
import { type AppFacts, type AppProblem, isBlinding, isOfPage, problemOf, sightOf } from './app-sight.ts'
import { noteWords, type OverlayDeeds, screenWords } from './overlay-words.ts'
import type { Overlays } from './overlays.ts'
import { createPageProblem, type PageError } from './page-problem.ts'
import type { Reach } from './reachability.ts'
import { waitForApp } from './wait-for-app.ts'

export type BuildMessage = Extract<
  FromChat,
  { type: 'bloby:rebuilding' | 'bloby:rebuilt' | 'bloby:build-error' | 'bloby:hmr-update' }
>

export interface AppView {
  /** Loads the app as soon as it can be shown, with words until then. Whoever asks meanwhile gets the same. */
  show(): Promise<void>
  /** A page of the app said hello. */
  greeted(): void
  /** A page of the app says that an error left it empty. */
  broke(words: PageError): void
  /** The frame loaded a page. */
  loaded(): Promise<void>
  /** What the chat heard of builds. */
  built(message: BuildMessage): void
  /** What the platform says now. */
  knows(system: SystemAnswer): void
  reach(reach: Reach): void
  lostSession(): void
  remove(): void
}

interface AppViewDeps {
  api: Api
  frame: AppFrame
  overlays: Overlays
  /** The app's page to load. */
  path: () => string
  isWanted: () => boolean
  /** Reads what the platform knows; what comes of it is told by `knows`. */
  refresh: () => Promise<void>
  askToFix: (problem: AppProblem) => void
  openChat: () => void
  checkNow: () => void
  signedOut: () => void
}

/** A rebuild that is over sooner than this is not worth a note that flashes by. */
const slowMs = 700
const rebuiltForMs = 6_000
/** An error this soon after a page was loaded is why nothing is on it. */
const sameLoadMs = 5_000
/** For so long a page that missed an update may be loaded once more; after that it has a reader, whom it is not taken from. */
const newPageMs = 20_000
/** While the app cannot be drawn the platform is asked too: the chat, which is told, may not be there. */
const pollMs = 3_000

const atRest: AppFacts = {
  hasFrame: false,
  isDrawn: false,
  preparing: undefined,
  problem: undefined,
  pageProblem: undefined,
  dismissed: undefined,
  isReachable: true,
  building: 'no',
  failure: undefined,
}

/** The app in its frame, and what is said in its place and over it. */
export function createAppView(deps: AppViewDeps): AppView {
  const { api, frame, overlays } = deps
  let facts = atRest
  let reach: Reach = { isReachable: true, seenAt: undefined, checkAt: undefined }
  let loadedAt = Number.NEGATIVE_INFINITY
  let showing: Promise<void> | undefined
  /** The dev server, by its process, that the page in the frame came from; undefined while none runs. */
  let server: number | undefined
  /** How many updates there had been when the page was asked for; undefined once it is known to have them all. */
  let updatesBefore: number | undefined
  let buildTimer: number | undefined
  let pollTimer: number | undefined

  const page = createPageProblem((pageProblem) => change({ pageProblem }))
  const deeds: OverlayDeeds = {
    askToFix: deps.askToFix,
    openChat: deps.openChat,
    checkNow: deps.checkNow,
    retry() {
      page.forget()
      void show()
    },
    dismiss: (problem) => (isOfPage(problem) ? page.dismiss() : change({ dismissed: problem })),
    restart: (name) => void restart(name),
    reload() {
      change({ building: 'no' })
      void show()
    },
  }

  function change(next: Partial<AppFacts>): void {
    facts = { ...facts, ...next, hasFrame: frame.isThere }
    const { screen, note } = sightOf(facts)
    overlays.screen(screen ? screenWords(screen, reach, deeds) : null)
    overlays.note(note ? noteWords(note, reach, deeds) : null)
    clearTimeout(pollTimer)
    const isBroken = screen?.kind === 'broken' && !isOfPage(screen.problem)
    const isUnclear = facts.hasFrame && !frame.isAlive && server === undefined
    if ((isBroken || isUnclear) && showing === undefined) pollTimer = window.setTimeout(poll, pollMs)
  }

  function poll(): void {
    if (document.hidden) change({})
    else void deps.refresh().finally(() => change({}))
  }

  function show(): Promise<void> {
    showing ??= prepareAndLoad().finally(() => {
      showing = undefined
      change({})
    })
    return showing
  }

  async function prepareAndLoad(): Promise<void> {
    change({ failure: undefined })
    try {
      const system = await waitForApp({
        api,
        isWanted: deps.isWanted,
        isReachable: () => facts.isReachable,
        show: showPreparation,
      })
      if (!system || !deps.isWanted()) return
      server = serverOf(system)
      updatesBefore = system.app.updates
      change({ isDrawn: false, problem: undefined })
      await frame.load(deps.path())
      if (deps.isWanted()) change({ preparing: undefined })
    } catch (error) {
      if (isSignedOut(error)) deps.signedOut()
      else change({ preparing: undefined, failure: 'failed' })
    }
  }

  function showPreparation(system: SystemAnswer | undefined): void {
    if (system) change({ preparing: { step: system.app.step }, problem: problemOf(system) })
    else deps.checkNow()
  }

  /** The note of an app that works goes when the problem does; an app that could not be drawn is loaded again. */
  function settle(problem: AppProblem | undefined): void {
    const isMended = problem === undefined && facts.problem !== undefined
    change({ problem, ...(problem === undefined && { dismissed: undefined }) })
    if (isMended && !facts.isDrawn) void show()
  }

  /**
   * Parts of a page may have been lost with a dev server that went while they were loaded, and an update that came then passed it by: it
   * is loaded once more.
   */
  function compare(system: SystemAnswer): void {
    const next = serverOf(system)
    const isCut = frame.isThere && !frame.isAlive && next !== undefined && next !== server
    const isNew = performance.now() - loadedAt < newPageMs
    const isOutdated = frame.isAlive && isNew && (updatesBefore ?? system.app.updates) !== system.app.updates
    server = next
    if (frame.isAlive) updatesBefore = undefined
    if (isCut || isOutdated) void show()
    else change({})
  }

  async function restart(name: string): Promise<void> {
    try {
      await api('POST', '/api/system/restart', v.unknown(), { name })
    } catch (error) {
      if (isSignedOut(error)) deps.signedOut()
      // It is said already that it does not run.
      else console.warn('It could not be started again.', error)
    }
  }

  function later(ms: number, building: AppFacts['building']): void {
    clearTimeout(buildTimer)
    buildTimer = window.setTimeout(() => change({ building }), ms)
  }

  function rebuilt(): void {
    clearTimeout(buildTimer)
    // What was too quick to be told of is not told of afterwards.
    if (facts.building === 'rebuilding') {
      change({ building: 'rebuilt' })
      later(rebuiltForMs, 'no')
    }
    if (facts.problem) void deps.refresh()
    // What the backend answers now may be what the page needs.
    if (facts.pageProblem) void show()
  }

  return {
    show,
    greeted() {
      page.greeted()
      change({ isDrawn: true })
    },
    broke: page.broke,
    async loaded() {
      loadedAt = performance.now()
      page.loaded()
      if (facts.failure) return
      if (!frame.isAlive) change({ isDrawn: facts.isDrawn && facts.problem === undefined })
      await deps.refresh()
      const isBlind = facts.problem !== undefined && isBlinding(facts.problem)
      if (frame.isAlive || !isBlind) {
        frame.reveal()
        change({ isDrawn: true })
      } else change({ isDrawn: false })
    },
    built(message) {
      switch (message.type) {
        case 'bloby:rebuilding':
          return later(slowMs, 'rebuilding')
        case 'bloby:rebuilt':
          return rebuilt()
        case 'bloby:build-error': {
          const { type: _, id = 'client', ...words } = message
          clearTimeout(buildTimer)
          const isBlank = !frame.isAlive && performance.now() - loadedAt < sameLoadMs
          return change({
            problem: { id, ...words },
            building: 'no',
            ...(isBlank && isBlinding({ id, title: words.title }) && { isDrawn: false }),
          })
        }
        case 'bloby:hmr-update':
          if (facts.problem) void deps.refresh()
      }
    },
    knows(system) {
      // Until it is loaded, that is told by who waits for it.
      if (showing === undefined || frame.isThere) settle(problemOf(system))
      if (showing === undefined) compare(system)
    },
    reach(next) {
      reach = next
      change({ isReachable: next.isReachable })
    },
    lostSession: () => change({ isDrawn: false, failure: 'lost-session' }),
    remove() {
      clearTimeout(buildTimer)
      frame.remove()
      page.forget()
      facts = atRest
      change({})
    },
  }
}

function serverOf({ processes }: SystemAnswer): number | undefined {
  return processes.find(({ name, status }) => name === 'vite' && status === 'running')?.pid
}
