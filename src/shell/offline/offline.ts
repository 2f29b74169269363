import * as v from 'valibot'
import { savedChat, savedChatKey } from '../../protocol/saved-chat.ts'
import { agoWords } from '../ago-words.ts'
import { offlineWords } from './offline-languages.ts'
import { reasonWords } from './offline-words.ts'

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
const { language, texts } = offlineWords(saved?.language, navigator.languages)
document.documentElement.lang = language
const number = new Intl.NumberFormat(language)
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
  const words = reasonWords({ isOnline: navigator.onLine, unsent: saved?.unsent ?? 0 }, texts, language)
  title.textContent = isBack ? texts.back.title : words.title
  reason.textContent = isBack ? texts.back.reason : words.reason
  tryButton.textContent = isBack ? texts.open : texts.retry
  document.body.classList.toggle('is-back', isBack)
  const ago = saved ? agoWords(Date.now() - saved.seenAt, texts.justNow) : undefined
  state.textContent = isBack ? '' : texts.state(ago, number.format(secondsLeft))
}

/** Whoever reads is not interrupted: the page then only says that Bloby is back. */
async function check(): Promise<void> {
  secondsLeft = checkSeconds
  try {
    const response = await fetch('/api/health', { cache: 'no-store' })
    if (!response.ok) return
    if (!isReading) return location.reload()
    isBack = true
    spoken.textContent = texts.back.title
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
  readButton.textContent = isReading ? texts.hide : texts.read
  if (isReading) section.scrollIntoView({ block: 'start' })
}

function fillSaved(): void {
  if (!saved || saved.messages.length === 0) return
  readButton.hidden = false
  readButton.textContent = texts.read
  const heading = document.createElement('h2')
  heading.textContent = texts.saved
  section.ariaLabel = texts.saved
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
