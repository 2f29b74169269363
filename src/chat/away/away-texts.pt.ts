import type { awayTexts as english } from './away-texts.ts'

/** In Portuguese. */
export const awayTexts: typeof english = {
  card: {
    title: 'Quer saber quando ficar pronto?',
    lead: 'Este aparelho pode avisar quando uma resposta está pronta ou precisa de você, com o Bloby fechado.',
    turnOn: 'Ativar',
    later: 'Agora não',
    installTitle: 'Ponha o Bloby na tela inicial',
    installLead: 'Assim este aparelho pode avisar quando uma resposta está pronta ou precisa de você.',
    showHow: 'Mostrar como',
    isOn: 'As notificações estão ativadas neste aparelho.',
    blocked:
      'Seu navegador bloqueia as notificações desta página. A chave está nas configurações dele, para este endereço.',
  },
  device: {
    notifications: 'Notificações',
    states: {
      on: 'Ativadas. Você é avisado quando uma resposta está pronta ou precisa de você, a não ser que esteja olhando.',
      off: 'Desativadas. Nada aparece com o Bloby fechado.',
      blocked: 'Bloqueadas pelo navegador. A chave está nas configurações dele, para este endereço.',
      install: 'Este aparelho só as mostra para um app na tela inicial.',
      none: 'Este navegador não tem notificações, ou este endereço não começa com https.',
    },
    turnOn: 'Ativar',
    turnOff: 'Desativar',
    install: 'Instalar como app',
    installLead: 'Com ícone e janela próprios, a um toque.',
    installed: 'Instalado. É ele que você está usando.',
    installButton: 'Instalar',
    showHow: 'Mostrar como',
  },
}
