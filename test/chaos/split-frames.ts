/**
 * Gives what takes the bytes of one direction of a WebSocket as they come, and gives the frames that they complete, each with its
 * header, so that a frame can be passed on, held back or repeated. RFC 6455, section 5.2.
 */
export function createFrameSplitter(): (bytes: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0)
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    const frames: Buffer[] = []
    for (let length = frameLength(rest); length !== undefined && length <= rest.length; ) {
      frames.push(rest.subarray(0, length))
      rest = rest.subarray(length)
      length = frameLength(rest)
    }
    return frames
  }
}

/** Whether it is a whole text message: what is repeated has to be one that can be read alone. */
export function isWholeText(frame: Buffer): boolean {
  return frame[0] === 0x81
}

/** Of the frame that begins here, in bytes; undefined when too little of it has come to tell. */
function frameLength(bytes: Buffer): number | undefined {
  const second = bytes[1]
  if (second === undefined) return undefined
  const maskLength = second & 0x80 ? 4 : 0
  const short = second & 0x7f
  if (short < 126) return 2 + maskLength + short
  if (short === 126) return bytes.length < 4 ? undefined : 4 + maskLength + bytes.readUInt16BE(2)
  return bytes.length < 10 ? undefined : 10 + maskLength + Number(bytes.readBigUInt64BE(2))
}
