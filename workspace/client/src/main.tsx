import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createBridge } from './bridge.ts'
import { createLive } from './live.ts'
import { BridgeContext, LiveContext } from './page-context.ts'
import './theme.css'

const bridge = createBridge(window)
const live = createLive({ fetch: (path, init) => fetch(path, init), onSignedOut: bridge.needSession })

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <BridgeContext value={bridge}>
        <LiveContext value={live}>
          <App />
        </LiveContext>
      </BridgeContext>
    </StrictMode>,
  )
