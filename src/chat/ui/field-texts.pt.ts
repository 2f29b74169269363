import type { fieldTexts as english } from './field-texts.ts'

/** In Portuguese. */
export const fieldTexts: typeof english = {
  show: (label: string) => `${label}: mostrar`,
  hide: (label: string) => `${label}: esconder`,
}
