import type { AppContext } from '../protocol/frames.ts'

export type Theme = AppContext['theme']

const key = 'bloby_theme'

export function storedTheme(): Theme {
  const theme = localStorage.getItem(key)
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Dresses the page and remembers it for the next load. */
export function setTheme(theme: Theme): void {
  localStorage.setItem(key, theme)
  document.documentElement.dataset.theme = theme
}
