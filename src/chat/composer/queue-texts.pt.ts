import type { queueTexts as english } from './queue-texts.ts'

/** In Portuguese. */
export const queueTexts: typeof english = {
  label: 'Mensagens na fila',
  sendNow: 'Enviar agora',
  sendNowLabel: (text: string) => `Enviar agora: ${text}`,
  edit: (text: string) => `Editar: ${text}`,
  remove: (text: string) => `Remover: ${text}`,
  moveHint: 'Toque para editar. Alt e a seta para cima ou para baixo a movem, e arrastar também.',
  moveUp: 'Mover para cima',
  moveDown: 'Mover para baixo',
  moved: (place: number, count: number) => `Agora ${place} de ${count}.`,
  editLabel: 'Mensagem na fila',
  save: 'Salvar',
  saved: 'A mensagem da fila foi mudada.',
  taken: 'O Bloby já pegou esta mensagem como estava. Seu novo texto está no campo de mensagem.',
  removedElsewhere: 'Esta mensagem foi removida em outro aparelho. Seu texto está no campo de mensagem.',
  removed: 'Removida',
  undo: 'Desfazer',
  queued: 'Na fila',
}
