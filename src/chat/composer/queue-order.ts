import type { SentFile } from '../../protocol/turn-parts.ts'

/** The list with one of its ids at another place; the same list when that changes nothing. */
export function moved(order: readonly string[], id: string, to: number): readonly string[] {
  const from = order.indexOf(id)
  if (from === -1 || from === to || to < 0 || to >= order.length) return order
  return order.filter((other) => other !== id).toSpliced(to, 0, id)
}

/** A message in one line: its words, then its files. */
export function oneLine(text: string, files: readonly SentFile[] = []): string {
  return [text, ...files.map((file) => file.name)].filter((words) => words !== '').join(' · ')
}
