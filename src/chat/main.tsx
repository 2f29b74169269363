import { createRoot } from 'react-dom/client'
import './styles.css'
import { takeSetupCode } from './account/setup-code.ts'
import { createChat } from './chat.ts'
import { onWake } from './connection/wake-events.ts'
import { Page } from './page.tsx'
import { placeOfHash } from './settings/settings-place.ts'
import { connectShell } from './shell-link/connect-shell.ts'
import { createTheme } from './theme/theme.ts'
import { PageProvider } from './ui/chat-context.tsx'

const setupCode = takeSetupCode(window)
const shell = connectShell(window)
const chat = createChat({ shell })
const theme = createTheme(window, (choice) => shell.post({ type: 'bloby:theme', theme: choice }))

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
createRoot(root).render(
  <PageProvider value={{ chat, theme, setupCode }}>
    <Page />
  </PageProvider>,
)

shell.attach(chat)
shell.post({ type: 'bloby:theme', theme: theme.store.getState().theme })
shell.post({ type: 'bloby:ready' })
onWake(chat.wake)
// Safari shows what is pressed only where somebody listens for touches.
addEventListener('touchstart', () => {}, { passive: true })
// A setup link that is opened in a tab with this page changes nothing but the hash.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#setup=')) location.reload()
})
chat.openSettings(placeOfHash(location.hash))
void chat.start()
