// Dresses the page before its first paint; src/chat/theme/theme.ts takes over from there.
;(() => {
  let theme = null
  try {
    theme = localStorage.getItem('bloby_theme')
  } catch {
    // Storage can be refused.
  }
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches
  const isDark = theme === 'dark' || (theme !== 'light' && systemIsDark)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
})()
