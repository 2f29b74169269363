import * as v from 'valibot'
import { savedChat, savedChatKey } from '../../protocol/saved-chat.ts'
import { agoWords, reasonWords } from './offline-words.ts'

/** The page in place of any other while Bloby cannot be reached: what is wrong, what is kept, and when it looks again. */
const checkSeconds = 15

const byId = (id: string) => {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The offline page has no #${id}.`)
  return found
}
const [title, reason, tryButton, readButton, state, spoken, section] = [
  ...['title', 'reason', 'try', 'read', 'state', 'spoken', 'saved'].map(byId),
] as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement]

const saved = readSaved()
let secondsLeft = checkSeconds
let isReading = false
let isBack = false

function readSaved() {
  try {
    const parsed = v.safeParse(
      v.pipe(v.string(), v.parseJson(), savedChat),
      localStorage.getItem(savedChatKey),
    )
    return parsed.success ? parsed.output : undefined
  } catch {
    // Storage can be refused.
    return undefined
  }
}

function show(): void {
  const words = reasonWords({ isOnline: navigator.onLine, unsent: saved?.unsent ?? 0 })
  title.textContent = isBack ? 'Your machine is back' : words.title
  reason.textContent = isBack ? 'You can go on where you were.' : words.reason
  tryButton.textContent = isBack ? 'Open' : 'Try again'
  document.body.classList.toggle('is-back', isBack)
  const seen = saved ? `Last seen ${agoWords(Date.now() - saved.seenAt)} · ` : ''
  state.textContent = isBack ? '' : `${seen}checks again in ${secondsLeft} s`
}

/** Whoever reads is not interrupted: the page then only says that Bloby is back. */
async function check(): Promise<void> {
  secondsLeft = checkSeconds
  try {
    const response = await fetch('/api/health', { cache: 'no-store' })
    if (!response.ok) return
    if (!isReading) return location.reload()
    isBack = true
    spoken.textContent = 'Your machine is back'
  } catch {
    // Still away.
  } finally {
    show()
  }
}

function toggleSaved(): void {
  isReading = !isReading
  section.hidden = !isReading
  readButton.setAttribute('aria-expanded', String(isReading))
  readButton.textContent = isReading ? 'Hide what is saved' : 'Read what is saved'
  if (isReading) section.scrollIntoView({ block: 'start' })
}

function fillSaved(): void {
  if (!saved || saved.messages.length === 0) return
  readButton.hidden = false
  const heading = document.createElement('h2')
  heading.textContent = 'Saved on this device'
  section.append(heading)
  for (const { role, text } of saved.messages) {
    const message = document.createElement('p')
    message.className = role
    message.textContent = text
    section.append(message)
  }
}

fillSaved()
show()
tryButton.addEventListener('click', () => location.reload())
readButton.addEventListener('click', toggleSaved)
addEventListener('online', () => void check())
addEventListener('offline', show)
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !isBack) void check()
})
setInterval(() => {
  if (document.hidden || isBack) return
  secondsLeft -= 1
  if (secondsLeft <= 0) void check()
  else show()
}, 1000)
