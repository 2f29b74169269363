/** The languages that the pages are built in. English is the first, and the one for everybody else. */
export const languages = ['en', 'pt'] as const
export type Language = (typeof languages)[number]
/** What the owner may choose; `auto` is the language of each browser. */
export const languageChoices = ['auto', ...languages] as const
export type LanguageChoice = (typeof languageChoices)[number]
