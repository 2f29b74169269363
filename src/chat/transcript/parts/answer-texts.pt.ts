import type { answerTexts as english } from './answer-texts.ts'

/** In Portuguese. */
export const answerTexts: typeof english = {
  answeredOn: (device: string, answer: string) => `Respondido em ${device}: ${answer}`,
  decidedOn: (decision: string, device: string) => `${decision} em ${device}`,
  denyAndSay: 'Negar e dizer por quê',
  reasonLabel: 'Por que não, ou o que fazer em vez disso',
  reasonPlaceholder: 'Por que não, ou o que fazer',
  back: 'Voltar',
  deniedBecause: (decision: string, reason: string) => `${decision}: ${reason}`,
}
