import type { FromApp } from '../protocol/frames.ts'
import { type AppProblem, pageProblemId } from './app-sight.ts'
import { shellTexts } from './shell-texts.ts'

export type PageError = Pick<Extract<FromApp, { type: 'bloby:broken' }>, 'message' | 'place'>

export interface PageProblem {
  /** The page says that an error left it empty. */
  broke(error: PageError): void
  /** A page said hello: it is there, unless it says more. */
  greeted(): void
  /** Another page was loaded, which may never say hello. */
  loaded(): void
  /** The owner does not want to see it; the page that is there is not heard any more. */
  dismiss(): void
  forget(): void
}

/** A page that is broken says hello first, so its word counts when it was followed by no other for this long. */
const quietMs = 500

/**
 * What the app's page says of its own state. It is code that nobody reviewed: `changed` is called at most each `quietMs`, and a page
 * that talks without end is not heard at all.
 */
export function createPageProblem(changed: (problem: AppProblem | undefined) => void): PageProblem {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDismissed = false

  function hear(problem: AppProblem | undefined): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      if (!isDismissed) changed(problem)
    }, quietMs)
  }

  function forget(): void {
    clearTimeout(timer)
    timer = undefined
    isDismissed = false
    changed(undefined)
  }

  return {
    broke({ message, place }) {
      hear({
        id: pageProblemId,
        title: shellTexts.broken.page,
        detail: place === undefined ? message : `${place}: ${message}`,
        lines: message.split('\n'),
      })
    },
    greeted: () => hear(undefined),
    loaded() {
      isDismissed = false
      // What the page said about now was said of this load.
      if (timer === undefined) hear(undefined)
    },
    dismiss() {
      forget()
      isDismissed = true
    },
    forget,
  }
}
