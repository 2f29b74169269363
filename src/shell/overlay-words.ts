import { agoWords } from './ago-words.ts'
import { type AppProblem, isOfPage, type Note, type Screen } from './app-sight.ts'
import type { Action } from './element.ts'
import type { Words } from './overlays.ts'
import type { Reach } from './reachability.ts'
import { shellTexts as texts } from './shell-texts.ts'

/** What the buttons do. */
export interface OverlayDeeds {
  askToFix(problem: AppProblem): void
  openChat(): void
  /** Looks at once whether Bloby answers. */
  checkNow(): void
  /** Loads the app again. */
  retry(): void
  reload(): void
  dismiss(problem: AppProblem): void
  /** Starts a process of the app again. */
  restart(name: string): void
}

export function screenWords(screen: Screen, reach: Reach, deeds: OverlayDeeds): Words {
  switch (screen.kind) {
    case 'unreachable':
      return unreachableWords(reach, deeds)
    case 'preparing':
      return { title: texts.preparing.title, detail: screen.step ?? texts.preparing.detail, look: 'busy' }
    case 'broken': {
      const { problem } = screen
      const { place, reason } = splitDetail(problem.detail)
      return {
        title: problem.title,
        ...(place && { place }),
        detail: (isOfPage(problem) ? undefined : reason) ?? texts.broken.detail,
        ...(problem.lines && { lines: problem.lines, linesAre: kindOfLines(problem) }),
        look: 'problem',
        actions: [
          ...mendings(problem, deeds),
          ...(problem.restart === undefined ? [{ label: texts.actions.retry, run: deeds.retry }] : []),
          ...(isOfPage(problem) ? [dismissal(problem, deeds)] : []),
        ],
      }
    }
    case 'failed':
    case 'lost-session':
      return {
        ...(screen.kind === 'failed' ? texts.failed : texts.lostSession),
        look: 'problem',
        actions: [{ label: texts.actions.retry, isPrimary: true, run: deeds.retry }],
      }
  }
}

export function noteWords(note: Note, reach: Reach, deeds: OverlayDeeds): Words {
  switch (note.kind) {
    case 'unreachable':
      return unreachableWords(reach, deeds)
    case 'broken': {
      const { problem } = note
      const { place, reason } = splitDetail(problem.detail)
      return {
        title: problem.title,
        ...(place && { place }),
        ...(reason && { detail: reason }),
        look: 'problem',
        actions: [...mendings(problem, deeds), dismissal(problem, deeds)],
      }
    }
    case 'rebuilding':
      return { title: texts.rebuilding, look: 'busy' }
    case 'rebuilt':
      return { title: texts.rebuilt, actions: [{ label: texts.actions.reload, run: deeds.reload }] }
  }
}

/** What the chat is asked for. */
export function requestOf({ title, detail = '' }: AppProblem): string {
  return texts.broken.request(title, detail)
}

function mendings(problem: AppProblem, deeds: OverlayDeeds): Action[] {
  const { restart } = problem
  return [
    { label: texts.actions.ask, isPrimary: true, run: () => deeds.askToFix(problem) },
    ...(restart === undefined ? [] : [{ label: texts.actions.restart, run: () => deeds.restart(restart) }]),
  ]
}

function kindOfLines(problem: AppProblem): Words['linesAre'] {
  if (isOfPage(problem)) return 'words'
  return problem.id === 'client' ? undefined : 'log'
}

function dismissal(problem: AppProblem, deeds: OverlayDeeds): Action {
  return { label: texts.actions.dismiss, run: () => deeds.dismiss(problem) }
}

function unreachableWords({ seenAt, checkAt }: Reach, deeds: OverlayDeeds): Words {
  const { title, reason, offlineTitle, offlineReason, state, justNow, checking, tryNow } = texts.unreachable
  const ago = seenAt === undefined ? undefined : agoWords(Date.now() - seenAt, justNow)
  const seconds = checkAt === undefined ? 0 : Math.ceil((checkAt - Date.now()) / 1000)
  const number = new Intl.NumberFormat(document.documentElement.lang)
  return {
    title: navigator.onLine ? title : offlineTitle,
    detail: navigator.onLine ? reason : offlineReason,
    state: seconds > 0 ? state(ago, number.format(seconds)) : checking,
    look: 'problem',
    actions: [{ label: tryNow, run: deeds.checkNow }],
  }
}

/** `client/src/app.tsx:58:25: Expected a semicolon` is a place and a reason. */
function splitDetail(detail: string | undefined): { place?: string; reason?: string } {
  const [, place, reason] = /^(\S+\.\w+(?::\d+){0,2}): ([\s\S]+)$/.exec(detail ?? '') ?? []
  if (place && reason) return { place, reason }
  return detail ? { reason: detail } : {}
}
