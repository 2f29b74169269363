import { useEffect, useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { texts } from '../texts.ts'

/** Why a form was refused: words, perhaps of one field, and perhaps how long to wait. */
export interface FormFailure {
  text: string
  field?: string
  /** ms since 1970 */
  retryAt?: number
}

export function failureOf(error: unknown, now: number): FormFailure {
  if (!(error instanceof ApiError)) return { text: texts.errors.unknown }
  return {
    text: fieldWords(error),
    ...(error.field !== undefined && { field: error.field }),
    ...(error.retryAfterSeconds !== undefined && { retryAt: now + error.retryAfterSeconds * 1000 }),
  }
}

/** The platform leads its words with the name of the field, for scripts; beside the field it says nothing. */
function fieldWords({ message, field }: ApiError): string {
  const name = `${field}: `
  if (field === undefined || !message.startsWith(name)) return message
  const words = message.slice(name.length)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
}

/** Seconds until `retryAt`, counted down; 0 when there is nothing to wait for. */
export function useSecondsUntil(retryAt: number | undefined): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (retryAt === undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [retryAt])
  return retryAt === undefined ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1000))
}

/** What went wrong with the form as a whole. */
export function FailureNote({ text }: { text: string }) {
  return (
    <p role="alert" className="rounded-[10px] bg-danger-soft px-3 py-2 text-sm [overflow-wrap:anywhere]">
      {text}
    </p>
  )
}
