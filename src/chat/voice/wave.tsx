import { classNames } from '../ui/class-names.ts'

const height = 24

/** A recording as a row of bars, as wide as there is room. */
export function Wave({
  peaks,
  className,
  playedShare = 1,
}: {
  /** Each from 0 to 100. */
  peaks: readonly number[]
  className: string
  /** How much of it is shown from its start, from 0 to 1. */
  playedShare?: number
}) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${Math.max(1, peaks.length)} ${height}`}
      preserveAspectRatio="none"
      className={classNames('pointer-events-none absolute inset-0 size-full', className)}
      style={playedShare < 1 ? { clipPath: `inset(0 ${(1 - playedShare) * 100}% 0 0)` } : undefined}
    >
      <path
        d={peaks.map(barOf).join('')}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

function barOf(peak: number, index: number): string {
  const length = (Math.min(100, Math.max(0, peak)) / 100) * (height - 4)
  return `M${index + 0.5} ${(height - length) / 2}v${Math.max(0.01, length)}`
}
