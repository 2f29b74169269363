import { pageLocale } from '../ui/page-locale.ts'

/** `$0.42`, `$1,204.00`; four digits of what is less than a cent. */
export function moneyWords(usd: number, locale = pageLocale()): string {
  const isTiny = usd > 0 && usd < 0.01
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    ...(isTiny && { maximumFractionDigits: 4 }),
  }).format(usd)
}

/** `950`, `12.4K`, `1.2M` */
export function countShort(count: number, locale = pageLocale()): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}

/** `950 byte`, `12.4 kB`, `212 GB` */
export function bytesWords(bytes: number, locale = pageLocale()): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power],
    unitDisplay: 'short',
    maximumFractionDigits: power > 0 && bytes / 1000 ** power < 100 ? 1 : 0,
  }).format(bytes / 1000 ** power)
}

/** `Saturday 21 November` of a date such as `2026-11-21`, whatever the time zone; `short`: `21 Nov`. */
export function dateWords(date: string, length: 'long' | 'short' = 'long', locale = pageLocale()): string {
  return new Date(`${date}T00:00Z`).toLocaleDateString(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: length,
    ...(length === 'long' && { weekday: 'long' }),
  })
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
