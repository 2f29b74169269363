const minuteMs = 60_000

/** `justNow`, "8 min. ago", "yesterday": how long ago something was, in ms and in the page's language. */
export function agoWords(ms: number, justNow: string, language = document.documentElement.lang): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  const minutes = Math.floor(Math.max(0, ms) / minuteMs)
  if (minutes < 1) return justNow
  if (minutes < 60) return words.format(-minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? words.format(-hours, 'hour') : words.format(-Math.floor(hours / 24), 'day')
}
