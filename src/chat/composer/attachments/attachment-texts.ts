/** The words of the files in the composer. */
export const attachmentTexts = {
  label: 'Attached files',
  share: (share: number) => `${Math.floor(share * 100)} %`,
  remove: (name: string) => `Remove ${name}`,
  retry: (name: string) => `Try ${name} again`,
}
