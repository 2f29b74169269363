import { maxFileBytes, mostFiles } from '../../../protocol/file-limits.ts'
import type { attachmentTexts as english } from './attachment-texts.ts'

const mostMegabytes = maxFileBytes / 1024 / 1024

/** In Portuguese. */
export const attachmentTexts: typeof english = {
  label: 'Arquivos anexados',
  remove: (name: string) => `Remover ${name}`,
  cancel: (name: string) => `Cancelar o envio de ${name}`,
  retry: (name: string) => `Tentar ${name} de novo`,
  show: (name: string) => `Mostrar ${name}`,
  file: 'Arquivo',
  dropHere: 'Solte para anexar',
  tooLarge: (name: string, size: string) =>
    `“${name}” tem ${size}. Um arquivo pode ter no máximo ${mostMegabytes} MB.`,
  empty: (name: string) => `“${name}” está vazio e não foi anexado.`,
  tooMany: (left: number) =>
    left === 1
      ? `Uma mensagem leva até ${mostFiles} arquivos. Um ficou de fora; envie-o com a próxima mensagem.`
      : `Uma mensagem leva até ${mostFiles} arquivos. ${left} ficaram de fora; envie-os com a próxima mensagem.`,
  folder: 'Uma pasta não pode ser anexada. Anexe os arquivos que estão nela.',
}
