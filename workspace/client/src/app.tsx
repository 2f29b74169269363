import { type ComponentType, useEffect } from 'react'
import app from '../../app.json'
import { mainCards, sideCards } from './cards.ts'
import { CardBoundary } from './components/card-boundary.tsx'
import { Header } from './components/header.tsx'
import { useBackend, useIsDown, useShell } from './page-context.ts'

export function App() {
  const shell = useShell()
  const backend = useBackend()
  const isDown = useIsDown()

  useEffect(() => {
    document.title = app.name
  })

  const theme = shell?.theme
  useEffect(() => {
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
    else delete document.documentElement.dataset.theme
  }, [theme])

  const work = shell && `${shell.agent.isWorking} ${shell.agent.changes}`
  useEffect(() => {
    // The agent may have changed what the page shows.
    if (work) backend.refresh()
  }, [work, backend])

  return (
    <div className="mx-auto max-w-[1064px] px-4 pt-8 pb-28 sm:px-6 sm:pt-10">
      <CardBoundary name="Header">
        <Header name={app.name} />
      </CardBoundary>
      <p role="status" className={isDown ? 'mt-4 text-label text-text-2' : 'sr-only'}>
        {isDown && 'The app’s backend is not answering. Trying again.'}
      </p>
      <main className="mt-6 grid gap-4 sm:mt-8 lg:grid-cols-[574fr_426fr] lg:items-start">
        <Column cards={mainCards} />
        <Column cards={sideCards} />
      </main>
    </div>
  )
}

function Column({ cards }: { cards: ComponentType[] }) {
  return (
    <div className="grid min-w-0 gap-4">
      {cards.map((Card) => (
        <CardBoundary key={Card.name} name={Card.name}>
          <Card />
        </CardBoundary>
      ))}
    </div>
  )
}
