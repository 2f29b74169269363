import type { shellTexts as english } from './shell-texts.ts'

/** In Portuguese. */
export const shellTexts: typeof english = {
  name: 'Bloby',
  frame: 'Seu app',
  unreachable: {
    title: 'Seu computador não responde',
    reason: 'Talvez esteja dormindo, ou sem rede.',
    offlineTitle: 'Você está sem conexão',
    offlineReason: 'Este aparelho está sem rede.',
    state: (ago: string | undefined, seconds: string) =>
      ago === undefined
        ? `Nova tentativa em ${seconds}\u00a0s`
        : `Visto ${ago} · nova tentativa em ${seconds}\u00a0s`,
    justNow: 'agora mesmo',
    checking: 'Verificando…',
    tryNow: 'Tentar agora',
  },
  preparing: { title: 'Preparando o seu app', detail: 'Quase lá' },
  failed: { title: 'Não foi possível abrir o app', detail: 'O chat continua funcionando.' },
  lostSession: {
    title: 'O app perde a sessão',
    detail: 'Verifique se este navegador aceita cookies deste endereço.',
  },
  broken: {
    page: 'O painel parou com um erro',
    detail: 'Ele volta sozinho quando isto for consertado. O chat continua funcionando.',
    request: (title: string, detail: string) =>
      detail === ''
        ? `Conserte isto, por favor: ${title}`
        : `Conserte isto, por favor: ${title}\n\n${detail}`,
  },
  rebuilding: 'Reconstruindo o seu app',
  rebuilt: 'Seu app foi reconstruído',
  actions: {
    ask: 'Pedir que conserte',
    dismiss: 'Dispensar',
    restart: 'Iniciar de novo',
    reload: 'Recarregar',
    retry: 'Tentar de novo',
    chat: 'Abrir o chat',
  },
  lines: 'O que foi dito',
  steps: {
    machine: 'Configurar este computador',
    purpose: {
      title: 'Dizer para que serve esta página',
      action: 'Dizer',
      request: 'Quero que esta página sirva para ',
    },
    provider: { title: 'Conectar um provedor', action: 'Conectar' },
    phone: { title: 'Abrir esta página no celular', action: 'Mostrar como' },
  },
}
