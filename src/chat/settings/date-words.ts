import { pageLocale } from '../ui/page-locale.ts'

/** `Saturday 21 November` of a date such as `2026-11-21`, whatever the time zone, with a capital as it leads a line; `short`: `21 Nov`. */
export function dateWords(date: string, length: 'long' | 'short' = 'long', locale = pageLocale()): string {
  const words = new Date(`${date}T00:00Z`).toLocaleDateString(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: length,
    ...(length === 'long' && { weekday: 'long' }),
  })
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1)
}

/** `21 Nov 2026, 14:32` of a time in ms since 1970. */
export function timeWords(time: number, locale = pageLocale()): string {
  return new Date(time).toLocaleString(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  })
}
