import { expect, it } from 'vitest'
import type { SentFile } from '../../../protocol/turn-parts.ts'
import { findPicture } from './own-image.tsx'

const file = (fields: Partial<SentFile>): SentFile => ({
  id: 'a',
  name: 'the beach.png',
  mediaType: 'image/png',
  size: 1,
  path: 'files/the beach.png',
  ...fields,
})
const messages = (...files: SentFile[]) => [
  { parts: [{ type: 'text' as const, text: 'Look' }] },
  { parts: files.map((each) => ({ type: 'file' as const, file: each })) },
]

it('a picture of the conversation is found by its path, however the agent writes it, and nothing else is', () => {
  const ours = messages(file({}))
  for (const path of [
    'files/the beach.png',
    'files/the%20beach.png',
    './files/the%20beach.png',
    '/home/ada/files/the beach.png',
  ])
    expect(findPicture(ours, path)?.id).toBe('a')
  for (const path of ['', 'beach.png', 'other-files/the beach.png', 'files/the beach.png.exe'])
    expect(findPicture(ours, path)).toBeUndefined()
  expect(findPicture(messages(file({ mediaType: 'image/svg+xml' })), 'files/the beach.png')).toBeUndefined()
})
