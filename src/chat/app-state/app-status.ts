import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppState, Problem, ServerMessage } from '../../protocol/chat.ts'
import type { FromChat } from '../../protocol/frames.ts'

export interface AppStatusState {
  /** Null until the server has told. */
  readonly app: AppState | null
  /** What did not build, until the next build. */
  readonly buildError: Problem | null
}

export type AppStatusMessage = Extract<ServerMessage, { type: `app:${string}` }>

export interface AppStatus {
  readonly store: StoreApi<AppStatusState>
  receive(message: AppStatusMessage): void
}

/** How the owner's app is doing, kept for the chat and passed on to the shell. */
export function createAppStatus({ post }: { post: (message: FromChat) => void }): AppStatus {
  const store = createStore<AppStatusState>(() => ({ app: null, buildError: null }))
  return {
    store,
    receive(message) {
      switch (message.type) {
        case 'app:state':
          return store.setState({ app: message })
        case 'app:rebuilding':
          store.setState({ buildError: null })
          return post({ type: 'bloby:rebuilding' })
        case 'app:rebuilt':
          store.setState({ buildError: null })
          return post({ type: 'bloby:rebuilt' })
        case 'app:build-error':
          store.setState({ buildError: message.problem })
          return post({ ...message.problem, type: 'bloby:build-error' })
        case 'app:hmr-update':
          return post({ type: 'bloby:hmr-update' })
      }
    },
  }
}

/** What the owner should know now, each problem once. */
export function problemsOf({ app, buildError }: AppStatusState): Problem[] {
  const problems = app?.problems ?? []
  if (!buildError || problems.some((problem) => problem.id === buildError.id)) return problems
  return [...problems, buildError]
}
