import type { commandTexts as english } from './command-texts.ts'

/** In Portuguese. */
export const commandTexts: typeof english = {
  label: 'Comandos',
  count: (count: number) =>
    count === 1 ? 'Um comando. Enter o escolhe.' : `${count} comandos. Escolha com as setas e Enter.`,
  new: 'Começar uma nova conversa',
  stop: 'Parar o que está em andamento',
  undo: 'Desfazer a última mudança',
  model: (model: string) => (model === '' ? 'Trocar o modelo' : `Trocar o modelo, agora ${model}`),
  help: 'O que você pode fazer aqui',
  skill: 'Usar esta habilidade',
  nothingRuns: 'Nada está em andamento.',
  noUndo: 'Com este provedor ainda não é possível desfazer mudanças. Peça com suas palavras.',
  modelIs: (model: string) => `O modelo agora é ${model}.`,
  askForSkill: (name: string, words: string) =>
    words === '' ? `Use a habilidade “${name}”.` : `Use a habilidade “${name}”: ${words}`,
  helpTitle: 'O que você pode fazer aqui',
  helpLead: 'Escreva o que quer com suas palavras. Isto é para quando suas mãos estão no teclado:',
  keys: {
    send: 'Enviar, ou pôr na fila enquanto o Bloby trabalha',
    line: 'Uma nova linha',
    slash: 'Comandos',
    move: 'Mover uma mensagem da fila',
    close: 'Fechar o que está aberto',
  },
  files: 'Arquivos podem ser colados ou soltos em qualquer lugar do chat.',
}
