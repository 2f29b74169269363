import type { Language } from '../protocol/language.ts'

/** The words that Bloby itself puts into a notification. */
export const newsTexts: Record<Language, { needsAnswer: string; failed: string; finished: string }> = {
  en: { needsAnswer: 'Bloby needs your answer', failed: 'Bloby could not finish', finished: 'Finished.' },
  pt: {
    needsAnswer: 'O Bloby precisa da sua resposta',
    failed: 'O Bloby não conseguiu terminar',
    finished: 'Pronto.',
  },
}
