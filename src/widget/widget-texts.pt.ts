import type { widgetTexts as english } from './widget-texts.ts'

/** In Portuguese. */
export const widgetTexts: typeof english = {
  chat: 'Chat',
  bubble: (state: string, unread: number) =>
    unread > 0 ? `Abrir o chat: ${state}, ${unread} por ler` : `Abrir o chat: ${state}`,
  away: 'sem conexão',
  needsOwner: 'esperando por você',
  working: 'trabalhando',
  ready: 'pronto',
}
