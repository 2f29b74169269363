import type { appearanceTexts as english } from './appearance-texts.ts'

/** In Portuguese. */
export const appearanceTexts: typeof english = {
  theme: 'Claro ou escuro?',
  themeLead: 'Para este aparelho.',
  themes: { system: 'Como o aparelho', light: 'Claro', dark: 'Escuro' },
  language: 'Idioma',
  languageHint: 'Para todos os seus aparelhos. Cada um o mostra quando a página é carregada de novo.',
  languages: { auto: 'Como cada navegador pede', en: 'English', pt: 'Português' },
  reload: 'Carregar esta página de novo',
  bubble: 'A bolha',
  bubbleLead: 'Uma imagem sua, ou um filme curto sem som, no lugar do ponto.',
  bubbleHint: 'PNG, JPEG, WebP, GIF, MP4 ou WebM, até 5 MB. Aparece o quadrado do meio.',
  bubbleNow: 'Como está agora',
  choose: 'Escolher um arquivo',
  chooseOther: 'Escolher outro',
  remove: 'Remover',
  uploading: 'Enviando…',
  tooLarge: (size: string) => `Este arquivo tem ${size}. O máximo são 5 MB.`,
  unreadable:
    'Este navegador não consegue mostrar este arquivo. Escolha uma imagem (PNG, JPEG, WebP, GIF) ou um filme (MP4, WebM).',
}
