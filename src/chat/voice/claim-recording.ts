/**
 * Takes a recording for this tab, as another one may be about to record or send it. Gives how to let it go; undefined when another
 * tab has it. A tab that is closed has none.
 */
export function claimRecording(id: string): Promise<(() => void) | undefined> {
  // Without locks there is no microphone either.
  if (!isSecureContext) return Promise.resolve(() => {})
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(`bloby-recording:${id}`, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(undefined)
      return new Promise<void>((release) => resolve(release))
    })
    held.catch(reject)
  })
}
