/** The words of fields that hide what is typed. */
export const fieldTexts = {
  show: (label: string) => `${label}: show`,
  hide: (label: string) => `${label}: hide`,
}
