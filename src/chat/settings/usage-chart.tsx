import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { UsageDay } from '../../protocol/usage.ts'
import { countWords, moneyWords } from '../ui/number-words.ts'
import { dateWords } from './date-words.ts'
import { usageTexts as texts } from './usage-texts.ts'

export type Measure = 'cost' | 'tokens'

const heightPx = 144
/** A day on which anything was used has at least this of a bar. */
const leastPx = 2

/** Days as bars. One of them is chosen, by pointer or arrow keys, and its figures stand over the chart. */
export function UsageChart({
  days,
  measure,
  limitUsd,
}: {
  days: readonly UsageDay[]
  measure: Measure
  /** What scheduled turns may cost in a day. */
  limitUsd: number
}) {
  const [chosen, setChosen] = useState(days.length - 1)
  const measureOf = measure === 'cost' ? (day: UsageDay) => day.costUsd : tokensOf
  const most = Math.max(...days.map(measureOf))
  // Far over all bars it would press them flat; the words under the chart name it too.
  const hasLimit = measure === 'cost' && limitUsd > 0 && limitUsd <= most * 2.5
  // The limit has its words over it.
  const top = Math.max(most * 1.04, hasLimit ? limitUsd * 1.16 : 0) || 1
  const hasScheduled = measure === 'cost' && days.some((day) => day.scheduledUsd > 0)
  const heightOf = (value: number) => (value > 0 ? Math.max(leastPx, (value / top) * heightPx) : 0)
  const day = days[chosen] ?? days[0]
  if (!day) return null

  function choose(index: number) {
    setChosen(Math.max(0, Math.min(days.length - 1, index)))
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 }[
      event.key
    ]
    if (step !== undefined) choose(chosen + step)
    else if (event.key === 'Home') choose(0)
    else if (event.key === 'End') choose(days.length - 1)
    else return
    event.preventDefault()
  }

  function onPointer(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    choose(Math.floor(((event.clientX - left) / width) * days.length))
  }

  const slot = 100 / days.length
  return (
    <div>
      <p aria-hidden className="flex flex-wrap items-baseline gap-x-3 text-sm">
        <span className="font-medium">{dateWords(day.date)}</span>
        <span className="tabular-nums text-ink-2">{figuresOf(day)}</span>
      </p>
      <div
        role="slider"
        tabIndex={0}
        aria-label={texts.days}
        aria-valuemin={1}
        aria-valuemax={days.length}
        aria-valuenow={chosen + 1}
        aria-valuetext={`${dateWords(day.date)}: ${figuresOf(day)}`}
        className="relative mt-2 touch-pan-y rounded-[6px]"
        onKeyDown={onKeyDown}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
      >
        <svg aria-hidden="true" width="100%" height={heightPx} className="block">
          <rect x={`${chosen * slot}%`} width={`${slot}%`} height={heightPx} rx={3} className="fill-bubble" />
          {days.map((each, index) => {
            const height = heightOf(measureOf(each))
            const scheduled = measure === 'cost' ? heightOf(each.scheduledUsd) : 0
            const place = { x: `${(index + 0.16) * slot}%`, width: `${slot * 0.68}%` }
            return (
              <g key={each.date}>
                <rect
                  {...place}
                  y={heightPx - height}
                  height={height}
                  rx={1.5}
                  className="fill-line-strong opacity-55"
                />
                {scheduled > 0 && (
                  <rect
                    {...place}
                    y={heightPx - scheduled}
                    height={scheduled}
                    rx={1.5}
                    className="fill-ink-2"
                  />
                )}
              </g>
            )
          })}
          <line x2="100%" y1={heightPx - 0.5} y2={heightPx - 0.5} className="stroke-line" />
          {hasLimit && (
            <line
              x2="100%"
              y1={heightPx - heightOf(limitUsd)}
              y2={heightPx - heightOf(limitUsd)}
              strokeDasharray="4 4"
              className="stroke-warn"
            />
          )}
        </svg>
        {hasLimit && (
          <span
            aria-hidden
            className="absolute left-0 rounded-[4px] bg-bg px-1 text-xs text-warn"
            style={{ bottom: heightOf(limitUsd) + 2 }}
          >
            {texts.limitLine(moneyWords(limitUsd))}
          </span>
        )}
      </div>
      <p aria-hidden className="mt-1 flex justify-between text-xs tabular-nums text-ink-3">
        <span>{dateWords(days[0]?.date ?? day.date, 'short')}</span>
        <span>{texts.today}</span>
      </p>
      {hasScheduled && (
        <p aria-hidden className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
          <Key className="bg-line-strong opacity-55" text={texts.rest} />
          <Key className="bg-ink-2" text={texts.scheduled} />
        </p>
      )}
    </div>
  )
}

function Key({ className, text }: { className: string; text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={`size-2.5 rounded-[3px] ${className}`} />
      {text}
    </span>
  )
}

export function tokensOf(amount: Pick<UsageDay, 'inputTokens' | 'outputTokens'>): number {
  return amount.inputTokens + amount.outputTokens
}

function figuresOf(day: UsageDay): string {
  return [
    moneyWords(day.costUsd),
    texts.tokens(countWords(tokensOf(day))),
    texts.turns(day.turns, countWords(day.turns)),
  ].join(' · ')
}
