import type { SystemAnswer } from '../protocol/api.ts'

export type AppProblem = SystemAnswer['problems'][number]

/** The id of what the app's page says of itself. The platform's problems have others. */
export const pageProblemId = 'page'

/** What is known of the app; `sightOf` says what the owner should see. */
export interface AppFacts {
  /** The app's page is in its frame, or on its way there. */
  hasFrame: boolean
  /** The page in the frame drew something: it said hello, or was loaded while nothing was wrong. */
  isDrawn: boolean
  /** Until it is ready; undefined once it is. */
  preparing: { step: string | undefined } | undefined
  problem: AppProblem | undefined
  /** Why the page in the frame is empty, as it says itself. */
  pageProblem: AppProblem | undefined
  /** The problem that the owner does not want to see any more. */
  dismissed: AppProblem | undefined
  isReachable: boolean
  building: 'no' | 'rebuilding' | 'rebuilt'
  /** Why the frame could not be filled. */
  failure: 'failed' | 'lost-session' | undefined
}

export type Screen =
  | { kind: 'unreachable' }
  | { kind: 'preparing'; step: string | undefined }
  | { kind: 'broken'; problem: AppProblem }
  | { kind: 'failed' | 'lost-session' }
export type Note =
  | { kind: 'unreachable' | 'rebuilding' | 'rebuilt' }
  | { kind: 'broken'; problem: AppProblem }

/** The app's own problem that matters most; while it is prepared, whatever stops that. */
export function problemOf({ app, problems }: Pick<SystemAnswer, 'app' | 'problems'>): AppProblem | undefined {
  const ids = app.isReady ? ['client', 'vite', 'backend'] : ['packages', 'vite']
  const found = ids.map((id) => problems.find((problem) => problem.id === id)).find(Boolean)
  return found ?? (app.isReady ? undefined : problems[0])
}

/** Whether it keeps a page from being drawn when it is loaded; one that is drawn already goes on as it was. */
export function isBlinding({ id }: AppProblem): boolean {
  return id !== 'backend'
}

/** Whether it is the page's own word, so that of code that nobody reviewed. */
export function isOfPage({ id }: AppProblem): boolean {
  return id === pageProblemId
}

/** What stands in place of the app (`screen`) and over it (`note`). An app that can be seen is covered by nothing. */
export function sightOf(facts: AppFacts): { screen: Screen | undefined; note: Note | undefined } {
  const screen = screenOf(facts)
  return { screen, note: noteOf(facts, screen) }
}

function screenOf({
  hasFrame,
  isDrawn,
  preparing,
  problem,
  pageProblem,
  isReachable,
  failure,
}: AppFacts): Screen | undefined {
  if (hasFrame && isDrawn && !pageProblem) return undefined
  if (!hasFrame && !isReachable) return { kind: 'unreachable' }
  const wrong = problem && isBlinding(problem) ? problem : pageProblem
  if (wrong && preparing?.step === undefined) return { kind: 'broken', problem: wrong }
  if (preparing) return { kind: 'preparing', step: preparing.step }
  return failure && { kind: failure }
}

function noteOf(facts: AppFacts, screen: Screen | undefined): Note | undefined {
  const { problem, dismissed, isReachable, building } = facts
  if (screen?.kind === 'unreachable') return undefined
  if (!isReachable) return { kind: 'unreachable' }
  if (screen) return undefined
  if (problem && !isSame(problem, dismissed)) return { kind: 'broken', problem }
  return building === 'no' ? undefined : { kind: building }
}

export function isSame(one: AppProblem | undefined, other: AppProblem | undefined): boolean {
  return one?.id === other?.id && one?.title === other?.title && one?.detail === other?.detail
}
