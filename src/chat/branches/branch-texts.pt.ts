import type { branchTexts as english } from './branch-texts.ts'

/** In Portuguese. */
export const branchTexts: typeof english = {
  editing: 'Você está editando esta mensagem. A versão anterior é mantida.',
  cancel: 'Cancelar a edição',
  versions: 'Versões desta mensagem',
  earlier: 'Versão anterior',
  later: 'Versão seguinte',
  count: (number: string, count: string) => `${number} de ${count}`,
}
