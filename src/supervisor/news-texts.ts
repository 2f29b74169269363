import type { Language } from '../protocol/language.ts'

/** The words that Bloby itself puts into a notification. */
export const newsTexts: Record<
  Language,
  Record<'needsAnswer' | 'failed' | 'finished' | 'codesClosed', string>
> = {
  en: {
    needsAnswer: 'Bloby needs your answer',
    failed: 'Bloby could not finish',
    finished: 'Finished.',
    codesClosed:
      'Someone who knows your password gave ten wrong codes. No new device can sign in with a code now. Change your password in the settings, under Security: that lets codes in again.',
  },
  pt: {
    needsAnswer: 'O Bloby precisa da sua resposta',
    failed: 'O Bloby não conseguiu terminar',
    finished: 'Pronto.',
    codesClosed:
      'Alguém que conhece sua senha errou dez códigos. Nenhum aparelho novo pode entrar com um código agora. Mude sua senha nas configurações, em Segurança: assim os códigos voltam a valer.',
  },
}
