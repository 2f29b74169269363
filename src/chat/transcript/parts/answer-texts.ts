/** The words of questions and approvals beyond what their buttons say. */
export const answerTexts = {
  answeredOn: (device: string, answer: string) => `Answered on ${device}: ${answer}`,
  decidedOn: (decision: string, device: string) => `${decision} on ${device}`,
  denyAndSay: 'Deny and say why',
  reasonLabel: 'Why not, or what to do instead',
  reasonPlaceholder: 'Why not, or what instead',
  back: 'Back',
  deniedBecause: (decision: string, reason: string) => `${decision}: ${reason}`,
}
