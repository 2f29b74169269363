import type { phoneTexts as english } from './phone-texts.ts'

/** In Portuguese. */
export const phoneTexts: typeof english = {
  title: 'Abra esta página no seu celular',
  close: 'Fechar',
  onlyLocal:
    'O Bloby só atende este computador, então nada mais chega até ele. Para abri-lo na sua rede, pare-o e inicie-o de novo com:',
  afterwards: (port: string) =>
    `Seu celular, na mesma rede, o encontra então no endereço deste computador${port ? `, porta ${port}` : ''}. Todos nessa rede veem a página de entrada; escolha uma boa senha.`,
  scan: 'Aponte a câmera dele para o código, ou digite o endereço, e entre com a sua senha.',
  code: (address: string) => `Código QR de ${address}`,
}
