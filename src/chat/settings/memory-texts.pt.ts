import type { memoryTexts as english } from './memory-texts.ts'

/** In Portuguese. */
export const memoryTexts: typeof english = {
  lead: 'Tudo o que o Bloby lembra entre conversas está nestes arquivos simples. Ele os lê quando uma conversa começa, e também os escreve.',
  files: 'O que ele sabe',
  purposes: {
    'MYSELF.md': 'Quem o agente é',
    'MYHUMAN.md': 'O que ele sabe de você',
    'MEMORY.md': 'Conhecimento duradouro',
  },
  notes: 'Notas diárias',
  notesLead: 'O registro dele, dia a dia. Aqui elas podem ser lidas.',
  noNotes: 'Ele ainda não escreveu nenhuma.',
  older: (count: number, words: string) =>
    count === 1
      ? `${words} nota mais antiga está na pasta memory.`
      : `${words} notas mais antigas estão na pasta memory.`,
  changed: (when: string) => `Mudou ${when}`,
  missing: 'Ainda não escrito',
  unsavedMark: 'Ainda não salvo',
  empty: 'Não há nada nele.',
  edit: 'Editar',
  label: (name: string) => `Texto de ${name}`,
  cancel: 'Cancelar',
  unsaved: 'Suas mudanças ainda não foram salvas. Elas ficam enquanto esta página estiver aberta.',
  discardTitle: 'Jogar fora suas mudanças?',
  discardLead: 'O que você mudou neste arquivo e não salvou se perde.',
  discard: 'Jogar fora',
  keepEditing: 'Continuar editando',
  tooLong: (most: string) => `Isto passa de ${most}, o máximo que um arquivo pode ter.`,
  conflictTitle: 'Este arquivo mudou enquanto isso',
  conflictLead:
    'Nada se perdeu, e nada foi salvo ainda. Isto é o que há nele agora; o seu texto está embaixo.',
  now: 'O que há nele agora',
  saveMine: 'Salvar o meu texto por cima',
  takeTheirs: 'Ficar com o que está lá',
}
