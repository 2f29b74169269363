import type { installTexts as english } from './install-texts.ts'

/** In Portuguese. */
export const installTexts: typeof english = {
  title: (name: string) => `Instalar ${name}`,
  isInstalled: (name: string) => `${name} está instalado`,
  isInUse: 'Você está usando como app agora mesmo.',
  uses: [
    'Ícone e janela próprios, sem as barras do navegador',
    'A um toque, e avisa quando terminou',
    'Sai como qualquer outro app; nada se perde',
  ],
  how:
    'Abra o menu do navegador e escolha “Instalar” ou “Adicionar à tela inicial”. Se nenhum dos dois aparece, este navegador não consegue, ' +
    'ou o endereço não começa com https.',
  install: 'Instalar',
  notNow: 'Agora não',
  close: 'Fechar',
  ios: {
    title: (name: string) => `Pôr ${name} na tela inicial`,
    steps: (name: string) => [
      { title: 'Toque em Compartilhar', detail: 'Embaixo no Safari; em um iPad, em cima.' },
      { title: 'Escolha “Adicionar à Tela de Início”', detail: 'Role a lista para baixo para achar.' },
      { title: 'Toque em Adicionar', detail: `${name} fica então entre os seus apps.` },
    ],
    last: 'Abra por lá e entre uma vez. As notificações só funcionam no app instalado.',
  },
}
