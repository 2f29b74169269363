export type NoteKind = 'note' | 'todo' | 'link'

export interface NoteContent {
  kind: NoteKind
  text: string
  url: string | null
}

const todoMark = /^(?:todo[\s:]+|-?\s*\[ ?\]\s*)/i

/** What the owner typed, sorted: a link when it is a web address, a to-do when it starts with "todo" or "- [ ]". */
export function readNote(typed: string): NoteContent {
  const text = typed.trim()
  const url = webAddress(text)
  if (url) return { kind: 'link', text: url.host.replace(/^www\./, '') + tail(url), url: url.href }
  const task = text.replace(todoMark, '').trim()
  if (task !== text && task !== '') return { kind: 'todo', text: task, url: null }
  return { kind: 'note', text, url: null }
}

function webAddress(text: string): URL | null {
  if (!/^(?:https?:\/\/|www\.)\S+$/i.test(text)) return null
  return URL.parse(/^www\./i.test(text) ? `https://${text}` : text)
}

function tail(url: URL): string {
  return url.pathname === '/' && url.search === '' ? '' : url.pathname + url.search
}
