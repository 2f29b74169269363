import { texts } from '../texts.ts'
import { pageLocale } from './page-locale.ts'

/** `now`, `5 min`, `3 h`, `Tue`, `4 Mar`, `4 Mar 2025`: how long ago, as short as a list wants it. */
export function agoWords(time: number, now: number, locale = pageLocale()): string {
  const minutes = Math.floor((now - time) / 60_000)
  if (minutes < 1) return texts.conversations.now
  if (minutes < 60) return `${minutes} min`
  if (minutes < 24 * 60 && isSameDay(time, now)) return `${Math.floor(minutes / 60)} h`
  const isThisWeek = minutes < 6 * 24 * 60
  if (isThisWeek) return new Date(time).toLocaleDateString(locale, { weekday: 'short' })
  return new Date(time).toLocaleDateString(locale, {
    day: 'numeric',
    month: 'short',
    ...yearUnlessNow(time, now),
  })
}

/** The line between two messages that are far apart: `Today 14:32`, `Yesterday 9:05`, `Tue 4 March 9:05`. */
export function separatorWords(time: number, now: number, locale = pageLocale()): string {
  return `${dayWords(time, now, locale)} ${clockWords(time, locale)}`
}

/** `14:32` */
export function clockWords(time: number, locale = pageLocale()): string {
  return new Date(time).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' })
}

/** `14 s`, `2 min 5 s`, `1 h 3 min` */
export function durationWords(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Whether a separator belongs before a message: on another day than the one before, or an hour later. */
export function isApart(before: number | undefined, time: number): boolean {
  return before === undefined || time - before > 60 * 60_000 || !isSameDay(before, time)
}

function dayWords(time: number, now: number, locale: string | undefined): string {
  if (isSameDay(time, now)) return texts.transcript.today
  if (isSameDay(time, now - 24 * 60 * 60_000)) return texts.transcript.yesterday
  return new Date(time).toLocaleDateString(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    ...yearUnlessNow(time, now),
  })
}

function yearUnlessNow(time: number, now: number): { year?: 'numeric' } {
  return new Date(time).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}
