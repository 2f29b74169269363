import { createStore, type StoreApi } from 'zustand/vanilla'

export type Theme = 'light' | 'dark' | 'system'

/** The shell and `public/theme-boot.js`, which runs before the first paint, read the same key. */
const key = 'bloby_theme'

/** The owner's choice of light or dark, kept in this browser. `data-theme` on the page says what it comes to. */
export function createTheme(
  page: Window,
  onChange: (theme: Theme) => void,
): { store: StoreApi<{ theme: Theme }>; choose(theme: Theme): void } {
  const systemIsDark = page.matchMedia('(prefers-color-scheme: dark)')
  const store = createStore<{ theme: Theme }>(() => ({ theme: stored() }))

  function stored(): Theme {
    try {
      const value = page.localStorage.getItem(key)
      return value === 'light' || value === 'dark' ? value : 'system'
    } catch {
      // Storage can be refused; the system's choice is a good one.
      return 'system'
    }
  }

  function dress() {
    const { theme } = store.getState()
    const isDark = theme === 'dark' || (theme === 'system' && systemIsDark.matches)
    page.document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }

  systemIsDark.addEventListener('change', dress)
  page.addEventListener('storage', (event) => {
    if (event.key !== key) return
    store.setState({ theme: stored() })
    dress()
  })

  return {
    store,
    choose(theme) {
      store.setState({ theme })
      dress()
      onChange(theme)
      try {
        page.localStorage.setItem(key, theme)
      } catch {
        // It holds until the page is closed.
      }
    },
  }
}
