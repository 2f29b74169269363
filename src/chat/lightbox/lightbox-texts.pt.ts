import type { lightboxTexts as english } from './lightbox-texts.ts'

/** In Portuguese. */
export const lightboxTexts: typeof english = {
  place: (index: number, count: number) => `${index + 1} de ${count}`,
  previous: 'Imagem anterior',
  next: 'Próxima imagem',
  zoomIn: 'Ampliar',
  zoomOut: 'Ajustar à janela',
  download: 'Baixar',
  failed: 'Não foi possível mostrar esta imagem.',
}
