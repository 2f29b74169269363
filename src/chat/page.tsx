import { useStore } from 'zustand/react'
import { UnreachableScreen } from './account/unreachable-screen.tsx'
import { ChatScreen } from './chat-screen.tsx'
import { texts } from './texts.ts'
import { Button } from './ui/button.tsx'
import { useChat } from './ui/chat-context.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { lazyPart } from './ui/lazy-part.tsx'
import { LiveRegion } from './ui/live-region.tsx'

const LoginScreen = lazyPart(async () => (await import('./account/login-screen.tsx')).LoginScreen)
const Wizard = lazyPart(async () => (await import('./wizard/wizard.tsx')).Wizard)

/** The whole page: the screen for whoever is in front of it. */
export function Page() {
  return (
    <>
      <ErrorBoundary fallback={<Crashed />}>
        <Screen />
      </ErrorBoundary>
      <LiveRegion />
    </>
  )
}

function Screen() {
  const account = useStore(useChat().account.store)
  switch (account.kind) {
    case 'starting':
      return null
    case 'unreachable':
      return <UnreachableScreen />
    case 'claim':
      return <Wizard />
    case 'login':
      return <LoginScreen wasSignedIn={account.wasSignedIn} />
    case 'signed-in':
      return account.wizard ? <Wizard /> : <ChatScreen />
  }
}

function Crashed() {
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 p-6 text-center">
      <p>{texts.errors.crashedPage}</p>
      <Button look="primary" onClick={() => location.reload()}>
        {texts.errors.reload}
      </Button>
    </main>
  )
}
