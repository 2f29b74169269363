import type { addressTexts as english } from './address-texts.ts'

/** In Portuguese. */
export const addressTexts: typeof english = {
  here: 'No próprio computador do Bloby',
  local: 'Endereço',
  thisPage: 'Esta página',
  network: 'Na sua rede',
  open: 'Celulares e computadores da mesma rede chegam ao Bloby por aqui. Todos nela veem a página de entrada; escolha uma boa senha.',
  closed: 'O Bloby só atende o próprio computador; nenhum outro aparelho chega até ele.',
  noNetwork: 'Este computador não está em nenhuma rede agora.',
  codeLead: 'Aponte a câmera do celular para o código e entre com a sua senha.',
  code: (address: string) => `Código QR de ${address}`,
  copy: (address: string) => `Copiar ${address}`,
  howToOpen: 'Para abri-lo à sua rede',
  howToOpenLead: (address: string | null) =>
    address === null
      ? 'Pare o Bloby e inicie-o de novo com:'
      : `Pare o Bloby e inicie-o de novo com isto. Ele fica então em ${address}.`,
  openForGood: 'Para deixar assim, ponha isto no config.json, na pasta do Bloby:',
  openSetting: '"host": "0.0.0.0"',
  howToClose: 'Para fechá-lo de novo',
  howToCloseLead: 'Tire “host” do config.json, se estiver lá, pare o Bloby e inicie-o de novo com:',
  insecure:
    'Sem criptografia, um celular pode usar o chat, mas não instalá-lo nem receber notificações. Use só em uma rede em que você confia.',
}
