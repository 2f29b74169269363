import { maxFileBytes, mostFiles } from '../../../protocol/file-limits.ts'
import { sizeWords } from '../../ui/number-words.ts'
import { pageLocale } from '../../ui/page-locale.ts'
import { attachmentTexts as texts } from './attachment-texts.ts'

/**
 * Which of these files a message has room for, beside the ones that it has already, and in words why others are left out: said before
 * anything is sent. A folder comes as a file without a name.
 */
export function admitFiles<T extends { name: string; size: number }>(
  wanted: readonly T[],
  alreadyThere: number,
  locale = pageLocale(),
): { admitted: T[]; refusal: string | null } {
  const reasons = new Set<string>()
  const fitting = wanted.filter(({ name, size }) => {
    if (name === '') reasons.add(texts.folder)
    else if (size > maxFileBytes) reasons.add(texts.tooLarge(name, sizeWords(size, locale)))
    else if (size === 0) reasons.add(texts.empty(name))
    else return true
    return false
  })
  const admitted = fitting.slice(0, Math.max(0, mostFiles - alreadyThere))
  const left = fitting.length - admitted.length
  if (left > 0) reasons.add(texts.tooMany(left))
  return { admitted, refusal: reasons.size > 0 ? [...reasons].join(' ') : null }
}
