import type { voiceSectionTexts as english } from './voice-section-texts.ts'

/** In Portuguese. */
export const voiceSectionTexts: typeof english = {
  question: 'O Bloby deve entender o que você fala?',
  lead: 'Com uma chave da OpenAI, suas mensagens de voz viram texto. Sem ela, são guardadas e enviadas como som, que o Bloby não ouve.',
  leaves: (where: string) =>
    `Quando você envia uma mensagem de voz, a gravação vai do computador do Bloby para ${where}, e as palavras voltam. Nada é enviado enquanto você grava, e nada mais seu vai junto.`,
  openAi: 'OpenAI',
  key: 'Chave para voz',
  keyHint:
    'Vem da página de chaves de API da OpenAI. Fica no computador do Bloby e é enviada só a este servidor.',
  forgetLead: 'As mensagens de voz passam a ser enviadas sem transcrição.',
  more: 'Outro servidor',
  address: 'Endereço do servidor',
  addressHint:
    'De um que tenha a API de transcrição da OpenAI, sem /v1, visto do computador do Bloby. Em branco: OpenAI.',
  test: 'Testar',
  testing: 'Testando…',
  saved: 'Salvo. A próxima mensagem de voz ganha uma transcrição.',
}
