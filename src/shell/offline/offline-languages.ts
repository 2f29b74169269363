import { type Language, languages } from '../../protocol/language.ts'
import { offlineTexts as pt } from './offline-texts.pt.ts'
import { offlineTexts as en } from './offline-texts.ts'

/** All of them: nobody can be asked for the right page while this one is needed. */
const catalogues: Record<Language, typeof en> = { en, pt }

/** The words in the language that the chat was in on this device, else in the browser's own. */
export function offlineWords(
  saved: string | undefined,
  preferred: readonly string[],
): { language: Language; texts: typeof en } {
  const wanted = [...(saved === undefined ? [] : [saved]), ...preferred].map((name) => name.split('-', 1)[0])
  const name = wanted.find((each) => languages.some((language) => language === each))
  const language = languages.find((each) => each === name) ?? languages[0]
  return { language, texts: catalogues[language] }
}
