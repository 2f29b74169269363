/** What the shell says. Words that a dialog brings with it stand beside the dialog. */
export const shellTexts = {
  name: 'Bloby',
  frame: 'Your app',
  unreachable: {
    title: 'Your machine is not answering',
    reason: 'It may be asleep, or its network is down.',
    offlineTitle: 'You are offline',
    offlineReason: 'This device has no network.',
    /** `ago` is "8 min. ago"; `seconds` a formatted number. */
    state: (ago: string | undefined, seconds: string) =>
      ago === undefined
        ? `Checks again in ${seconds}\u00a0s`
        : `Last seen ${ago} · checks again in ${seconds}\u00a0s`,
    justNow: 'just now',
    checking: 'Checking…',
    tryNow: 'Try now',
  },
  preparing: { title: 'Preparing your app', detail: 'Getting ready' },
  failed: { title: 'The app could not be opened', detail: 'The chat still works.' },
  lostSession: {
    title: 'The app loses its session',
    detail: 'Check that this browser accepts cookies from this address.',
  },
  broken: {
    /** The page of the app says so itself; its words follow. */
    page: 'The dashboard stopped with an error',
    detail: 'It comes back by itself when this is mended. The chat goes on working.',
    /** What the chat is asked; `detail` is the place and the reason, or empty. */
    request: (title: string, detail: string) =>
      detail === '' ? `Please fix this: ${title}` : `Please fix this: ${title}\n\n${detail}`,
  },
  rebuilding: 'Rebuilding your app',
  rebuilt: 'Your app was rebuilt',
  actions: {
    ask: 'Ask Bloby to fix it',
    dismiss: 'Dismiss',
    restart: 'Start it again',
    reload: 'Reload',
    retry: 'Try again',
    chat: 'Open the chat',
  },
  lines: 'What it said',
  /** The setup steps, which the app shows. */
  steps: {
    machine: 'Set up this machine',
    purpose: {
      title: 'Say what this page should be for',
      action: 'Say it',
      request: 'I want this page to be for ',
    },
    provider: { title: 'Connect a provider', action: 'Connect' },
    phone: { title: 'Open this page on your phone', action: 'Show how' },
  },
}
