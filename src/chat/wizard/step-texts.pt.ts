import type { stepTexts as english } from './step-texts.ts'

/** In Portuguese. */
export const stepTexts: typeof english = {
  welcome: 'Boas-vindas',
  portal: 'Nome e senha',
  provider: 'Provedor',
  auth: 'Entrada',
  model: 'Modelo',
  handle: 'Endereço',
  voice: 'Voz',
  done: 'Pronto',
}
