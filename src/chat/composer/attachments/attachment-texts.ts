import { maxFileBytes, mostFiles } from '../../../protocol/file-limits.ts'

const mostMegabytes = maxFileBytes / 1024 / 1024

/** The words of the files in the composer. */
export const attachmentTexts = {
  label: 'Attached files',
  remove: (name: string) => `Remove ${name}`,
  cancel: (name: string) => `Cancel the upload of ${name}`,
  retry: (name: string) => `Try ${name} again`,
  show: (name: string) => `Show ${name}`,
  file: 'File',
  dropHere: 'Drop to attach',
  tooLarge: (name: string, size: string) =>
    `“${name}” has ${size}. A file can have ${mostMegabytes} MB at most.`,
  empty: (name: string) => `“${name}” is empty, so it was not attached.`,
  tooMany: (left: number) =>
    left === 1
      ? `A message has room for ${mostFiles} files. One was left out; send it with the next message.`
      : `A message has room for ${mostFiles} files. ${left} were left out; send them with the next message.`,
  folder: 'A folder cannot be attached. Attach the files in it.',
}
