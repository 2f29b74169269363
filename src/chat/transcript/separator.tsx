import { memo } from 'react'
import { isApart, separatorWords } from '../ui/time-words.ts'

/**
 * When a message was written, over it, unless the one before is of about the same time. Times in ms since 1970. A part of its
 * own, because to write a date costs more than to draw an answer that grew.
 */
export const Separator = memo(function Separator({
  before,
  time,
}: {
  before: number | undefined
  time: number
}) {
  return (
    isApart(before, time) && (
      <p className="py-3 text-center text-xs text-ink-3 tabular-nums">
        <time dateTime={new Date(time).toISOString()}>{separatorWords(time, Date.now())}</time>
      </p>
    )
  )
})
