/**
 * Sounds made of bytes: what a fake microphone hears, and what an iPhone records. Both are written by hand, box by box, so that no
 * program is needed to make them and nothing in them is anyone's.
 */

/** Tones with pauses between them, as a WAV of 48 kHz, mono, 16 bit: http://soundfile.sapp.org/doc/WaveFormat/ */
export function spokenWav(seconds: number): Buffer {
  const rate = 48_000
  const samples = Buffer.alloc(seconds * rate * 2)
  for (let index = 0; index < seconds * rate; index++) {
    const time = index / rate
    const loudness = Math.max(0, Math.sin(time * 9)) * (0.35 + 0.6 * Math.abs(Math.sin(time * 2.3)))
    samples.writeInt16LE(Math.round(loudness * 30_000 * Math.sin(time * 2 * Math.PI * 220)), index * 2)
  }
  const head = Buffer.alloc(44)
  head.write('RIFF')
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

/** A frame of AAC-LC, mono, in which nothing is heard; it lasts 1024 samples. */
const silentFrame = Buffer.from([0x00, 0xc8, 0x00, 0x80, 0x23, 0x80])
const aacRate = 44_100

/** Silence as an iPhone records it: AAC in an MP4 (ISO/IEC 14496-12 and 14496-14). */
export function silentMp4(seconds: number): Buffer {
  const count = Math.ceil((seconds * aacRate) / 1024)
  const duration = count * 1024
  const ftyp = box('ftyp', text('iso5'), u32(512), text('iso5'), text('iso6'), text('mp41'))
  const movie = (offset: number) =>
    box(
      'moov',
      full(
        'mvhd',
        0,
        u32(0),
        u32(0),
        u32(aacRate),
        u32(duration),
        u32(0x00010000),
        u16(0x0100),
        zeros(10),
        matrix,
        zeros(24),
        u32(2),
      ),
      box(
        'trak',
        full(
          'tkhd',
          7,
          u32(0),
          u32(0),
          u32(1),
          u32(0),
          u32(duration),
          zeros(8),
          u16(0),
          u16(0),
          u16(0x0100),
          u16(0),
          matrix,
          u32(0),
          u32(0),
        ),
        box(
          'mdia',
          full('mdhd', 0, u32(0), u32(0), u32(aacRate), u32(duration), u16(0x55c4), u16(0)),
          full('hdlr', 0, u32(0), text('soun'), zeros(12), text('\0')),
          box(
            'minf',
            full('smhd', 0, u32(0)),
            box('dinf', full('dref', 0, u32(1), full('url ', 1))),
            box(
              'stbl',
              full('stsd', 0, u32(1), sampleEntry()),
              full('stts', 0, u32(1), u32(count), u32(1024)),
              full('stsc', 0, u32(1), u32(1), u32(count), u32(1)),
              full('stsz', 0, u32(silentFrame.length), u32(count)),
              full('stco', 0, u32(1), u32(offset)),
            ),
          ),
        ),
      ),
    )
  const offset = ftyp.length + movie(0).length + 8
  return Buffer.concat([
    ftyp,
    movie(offset),
    box('mdat', ...Array.from({ length: count }, () => silentFrame)),
  ])
}

function sampleEntry(): Buffer {
  // AAC-LC, 44.1 kHz, one channel.
  const config = descriptor(5, Buffer.from([0x12, 0x08]))
  const decoder = descriptor(4, Buffer.from([0x40, 0x15, 0, 0, 0]), u32(0), u32(0), config)
  const stream = descriptor(3, u16(1), Buffer.from([0]), decoder, descriptor(6, Buffer.from([2])))
  return box(
    'mp4a',
    zeros(6),
    u16(1),
    zeros(8),
    u16(1),
    u16(16),
    u32(0),
    u32(aacRate << 16),
    full('esds', 0, stream),
  )
}

const matrix = Buffer.concat([u32(0x00010000), zeros(12), u32(0x00010000), zeros(12), u32(0x40000000)])

function box(name: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32(body.length + 8), text(name), body])
}
function full(name: string, flags: number, ...parts: Buffer[]): Buffer {
  return box(name, u32(flags), ...parts)
}
function descriptor(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, body.length]), body])
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}
function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
function zeros(count: number): Buffer {
  return Buffer.alloc(count)
}
function text(value: string): Buffer {
  return Buffer.from(value, 'latin1')
}
