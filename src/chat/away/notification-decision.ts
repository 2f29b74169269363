/** Set once the owner has decided, either way: nobody is asked twice. The settings have it from then on. */
const decidedKey = 'bloby_notifications_decided'

export function rememberDecision(): void {
  try {
    localStorage.setItem(decidedKey, 'true')
  } catch (error) {
    console.warn('The decision could not be kept on this device.', error)
  }
}

/** Without storage the question would come back each time, so that it is not asked. */
export function wasDecided(): boolean {
  try {
    return localStorage.getItem(decidedKey) !== null
  } catch {
    return true
  }
}
