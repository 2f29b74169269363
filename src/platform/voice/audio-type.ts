/** The kinds of audio that browsers record and that transcription takes, with the ending that names each. */
const endings = {
  'audio/webm': 'webm',
  'audio/mp4': 'mp4',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
} as const
export type AudioType = keyof typeof endings

/** The kind of audio by its first bytes, whatever it was declared to be; undefined for anything else. */
export function audioTypeOf(bytes: Uint8Array): AudioType | undefined {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'audio/webm'
  if (text.startsWith('ftyp', 4)) return 'audio/mp4'
  if (text.startsWith('OggS')) return 'audio/ogg'
  if (text.startsWith('RIFF') && text.startsWith('WAVE', 8)) return 'audio/wav'
  if (text.startsWith('fLaC')) return 'audio/flac'
  // A frame of MP3 begins with eleven ones.
  if (text.startsWith('ID3') || /^\xff[\xe2-\xff]/.test(text)) return 'audio/mpeg'
  return undefined
}

/** A server may tell the kind by the name alone. */
export function audioFileName(type: AudioType): string {
  return `voice.${endings[type]}`
}
