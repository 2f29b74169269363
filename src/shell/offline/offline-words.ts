/** What is wrong, and that nothing is lost. */
export function reasonWords({ isOnline, unsent }: { isOnline: boolean; unsent: number }): {
  title: string
  reason: string
} {
  const kept =
    unsent === 0
      ? ''
      : unsent === 1
        ? ' Your last message is kept on this device and is sent when it is back.'
        : ` Your last ${unsent} messages are kept on this device and are sent when it is back.`
  return isOnline
    ? { title: 'Your machine is not answering', reason: `It may be asleep, or its network is down.${kept}` }
    : { title: 'You are offline', reason: `This device has no network.${kept}` }
}

/** `8 min ago`, by a difference in ms. */
export function agoWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ago`
  const days = Math.floor(hours / 24)
  return days === 1 ? 'yesterday' : `${days} days ago`
}
