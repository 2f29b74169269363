/** The first bytes of each kind of recording, and something after them. */
export const recordings = {
  webm: bytesOf('\x1a\x45\xdf\xa3 and sound'),
  mp4: bytesOf('\x00\x00\x00\x1cftypiso5 and sound'),
  ogg: bytesOf('OggS and sound'),
  mp3: bytesOf('\xff\xfb\x90\x64 and sound'),
  wav: bytesOf('RIFF\x00\x00\x00\x00WAVE and sound'),
  flac: bytesOf('fLaC and sound'),
}

function bytesOf(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(text, 'latin1')
}
