import { describe, expect, it } from 'vitest'
import { createAppStatus, problemsOf } from './app-status.ts'

describe('app status', () => {
  it('keeps a build error until the next build and passes everything on to the shell', () => {
    const posted: string[] = []
    const app = createAppStatus({ post: (message) => posted.push(message.type) })
    const problem = { id: 'client', title: 'App.tsx does not build' }
    app.receive({ type: 'app:state', processes: [], isReady: true, problems: [{ id: 'x', title: 'X' }] })
    app.receive({ type: 'app:build-error', problem })
    expect(problemsOf(app.store.getState()).map(({ id }) => id)).toEqual(['x', 'client'])
    app.receive({ type: 'app:rebuilding', what: 'client' })
    app.receive({ type: 'app:rebuilt', what: 'client' })
    app.receive({ type: 'app:hmr-update', paths: [] })
    expect(problemsOf(app.store.getState()).map(({ id }) => id)).toEqual(['x'])
    expect(posted).toEqual(['bloby:build-error', 'bloby:rebuilding', 'bloby:rebuilt', 'bloby:hmr-update'])
  })
})
