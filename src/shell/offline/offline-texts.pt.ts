import type { offlineTexts as english } from './offline-texts.ts'

/** In Portuguese. */
export const offlineTexts: typeof english = {
  away: { title: 'Seu computador não responde', reason: 'Talvez esteja dormindo, ou sem rede.' },
  offline: { title: 'Você está sem conexão', reason: 'Este aparelho está sem rede.' },
  back: { title: 'Seu computador voltou', reason: 'Você pode continuar de onde estava.' },
  kept: (count: number, number: string) =>
    count === 1
      ? 'Sua última mensagem está guardada neste aparelho e é enviada quando ele voltar.'
      : `Suas últimas ${number} mensagens estão guardadas neste aparelho e são enviadas quando ele voltar.`,
  retry: 'Tentar de novo',
  open: 'Abrir',
  read: 'Ler o que está guardado',
  hide: 'Esconder o que está guardado',
  saved: 'Guardado neste aparelho',
  justNow: 'agora mesmo',
  state: (ago: string | undefined, seconds: string) =>
    ago === undefined
      ? `Nova tentativa em ${seconds}\u00a0s`
      : `Visto ${ago} · nova tentativa em ${seconds}\u00a0s`,
}
