import { pageLocale } from './page-locale.ts'

/** `950`, `12.4K`, `1.2M` */
export function countWords(count: number, locale = pageLocale()): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}

/** `950 bytes`, `12.4 kB`, `212 GB` */
export function sizeWords(bytes: number, locale = pageLocale()): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power],
    // The short form of all languages has no plural.
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power > 0 && bytes / 1000 ** power < 100 ? 1 : 0,
  }).format(bytes / 1000 ** power)
}

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

/** `45%` of a share from 0 to 1, rounded down: all of it is said of no less. */
export function percentWords(share: number, locale = pageLocale()): string {
  return new Intl.NumberFormat(locale, { style: 'percent', roundingMode: 'floor' }).format(share)
}
