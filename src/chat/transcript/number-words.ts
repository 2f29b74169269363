import type { Usage } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'

/** 14 s, 2 min 5 s, 1 h 3 min */
export function durationWords(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** 950, 12.4k, 1.2M */
export function countWords(count: number): string {
  if (count < 1000) return String(count)
  if (count < 999_950) return `${trimZero((count / 1000).toFixed(1))}k`
  return `${trimZero((count / 1_000_000).toFixed(1))}M`
}

/** 950 B, 12.4 kB, 1.2 MB */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_950) return `${trimZero((bytes / 1000).toFixed(1))} kB`
  return `${trimZero((bytes / 1_000_000).toFixed(1))} MB`
}

/** `14 s · 12.4k tokens · $0.03`; what is zero is left out. */
export function usageWords(usage: Usage): string {
  const tokens = usage.inputTokens + usage.outputTokens
  const cost = usage.costUsd ?? 0
  return [
    durationWords(usage.durationMs),
    ...(tokens > 0 ? [texts.transcript.tokens(countWords(tokens))] : []),
    ...(cost > 0 ? [`$${cost < 0.01 ? cost.toFixed(4) : cost.toFixed(2)}`] : []),
  ].join(' · ')
}

function trimZero(number: string): string {
  return number.replace(/\.0$/, '')
}
