import type { scheduleTexts as english } from './schedule-texts.ts'

/** In Portuguese. */
export const scheduleTexts: typeof english = {
  notRunning: 'Por enquanto, um plano',
  notRunningLead:
    'Esta versão do Bloby guarda a agenda, mas o relógio que a executa ainda está por vir. Nada aqui começa sozinho ainda.',
  pulse: 'O pulso',
  pulseLead: 'Um olhar regular para ver se há algo a fazer.',
  pulseOff: 'Desligado',
  every: (duration: string) => `A cada ${duration}`,
  quiet: (from: string, to: string) => `Mas não das ${from} às ${to}`,
  neverQuiet: 'A qualquer hora',
  jobs: 'Tarefas',
  jobsLead: 'Para mudar algo aqui, peça no chat: “toda segunda às 9, resuma a semana”.',
  noJobs: 'Ainda não há nenhuma.',
  off: 'Desligada',
  once: 'Uma vez',
  next: (when: string) => `Próxima ${when}`,
  never: 'Nunca',
  unnamed: 'Uma tarefa sem palavras',
  problems: 'Algo está errado',
  cron: {
    everyMinutes: (count: number, words: string) =>
      count === 1 ? 'A cada minuto' : `A cada ${words} minutos`,
    everyHourAt: (minute: string) => `A cada hora, aos ${minute} min`,
    everyHours: (count: number, words: string) => (count === 1 ? 'A cada hora' : `A cada ${words} horas`),
    at: (times: string) => `às ${times}`,
    daily: 'Todos os dias',
    weekdays: 'De segunda a sexta',
    weekends: 'Sábados e domingos',
    onWeekdays: (names: string) => `Toda semana: ${names}`,
    onDays: (days: string) => `No dia ${days} de cada mês`,
    onDate: (date: string) => `Em ${date}`,
    zone: (zone: string) => `hora de ${zone}`,
  },
}
