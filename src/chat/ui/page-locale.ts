/** The language of the page, for `Intl`: as the browser writes it where that is the same one, for its dates and numbers. */
export function pageLocale(): string {
  const { lang } = document.documentElement
  return navigator.languages.find((each) => each.split('-', 1)[0] === lang) ?? (lang || 'en')
}
