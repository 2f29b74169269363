/** The words of messages that were said in more than one way. */
export const branchTexts = {
  editing: 'You are editing this message. The earlier version is kept.',
  cancel: 'Cancel editing',
  versions: 'Versions of this message',
  earlier: 'Earlier version',
  later: 'Later version',
  count: (number: string, count: string) => `${number} of ${count}`,
}
