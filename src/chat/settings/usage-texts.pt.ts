import type { usageTexts as english } from './usage-texts.ts'

/** In Portuguese. */
export const usageTexts: typeof english = {
  empty: 'Nada foi usado nos últimos 30 dias.',
  emptyLead: 'O que as tarefas gastam em tokens e dinheiro aparece aqui. A demonstração não gasta nada.',
  totals: 'Ao todo',
  today: 'Hoje',
  week: '7 dias',
  month: '30 dias',
  noCost: 'sem custo',
  noPrice: 'preço desconhecido',
  tokens: (count: string) => `${count} tokens`,
  turns: (count: number, words: string) => (count === 1 ? `${words} tarefa` : `${words} tarefas`),
  show: 'Mostrar por dia',
  measures: { cost: 'Custo', tokens: 'Tokens' },
  days: 'Dias',
  scheduled: 'Agendado',
  rest: 'Chat e segundo plano',
  limitLine: (dollars: string) => `${dollars} por dia para tarefas agendadas`,
  table: 'Como tabela',
  day: 'Dia',
  conversations: 'Por conversa',
  deleted: 'Uma conversa apagada',
  sources: 'Por origem',
  sourceNames: { chat: 'Conversa', scheduled: 'Agendado', background: 'Segundo plano' },
  sourcesLead:
    'Agendado é o que começa sozinho na hora marcada; segundo plano são consertos e o que continua depois de uma resposta.',
  providers: 'Por provedor',
  limits: 'Limites',
  limitsState: (day: string, turn: string | null) =>
    turn === null
      ? `${day} por dia para tarefas agendadas`
      : `${turn} por tarefa, ${day} por dia para tarefas agendadas`,
  spentToday: (spent: string, limit: string) => `As tarefas agendadas custaram ${spent} de ${limit} hoje.`,
  priceNote: 'Os custos são estimativas por preços de tabela; vale o que o seu provedor cobra.',
}
