/** The page in place of any other while Bloby cannot be reached. */
export const offlineTexts = {
  away: { title: 'Your machine is not answering', reason: 'It may be asleep, or its network is down.' },
  offline: { title: 'You are offline', reason: 'This device has no network.' },
  back: { title: 'Your machine is back', reason: 'You can go on where you were.' },
  /** `count` is over 0; `number` is the same, formatted. */
  kept: (count: number, number: string) =>
    count === 1
      ? 'Your last message is kept on this device and is sent when it is back.'
      : `Your last ${number} messages are kept on this device and are sent when it is back.`,
  retry: 'Try again',
  open: 'Open',
  read: 'Read what is saved',
  hide: 'Hide what is saved',
  saved: 'Saved on this device',
  justNow: 'just now',
  /** `ago` is "8 min. ago", undefined when it was never seen. */
  state: (ago: string | undefined, seconds: string) =>
    ago === undefined
      ? `Checks again in ${seconds}\u00a0s`
      : `Last seen ${ago} · checks again in ${seconds}\u00a0s`,
}
