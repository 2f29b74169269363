/** “Safari on iPhone” is the iPhone to who holds it. */
export function deviceWords(device: string): string {
  return device.replace(/^.* on /, '')
}
