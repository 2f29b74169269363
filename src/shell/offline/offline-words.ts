import type { offlineTexts } from './offline-texts.ts'

/** What is wrong, and that nothing is lost. */
export function reasonWords(
  { isOnline, unsent }: { isOnline: boolean; unsent: number },
  texts: typeof offlineTexts,
  language: string,
): { title: string; reason: string } {
  const { title, reason } = isOnline ? texts.away : texts.offline
  if (unsent === 0) return { title, reason }
  return { title, reason: `${reason} ${texts.kept(unsent, new Intl.NumberFormat(language).format(unsent))}` }
}
