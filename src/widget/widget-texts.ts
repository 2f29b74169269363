export const widgetTexts = {
  chat: 'Chat',
  /** The bubble's name: what it does and how the agent is. `unread` is 0 when there is nothing new. */
  bubble: (state: string, unread: number) =>
    unread > 0 ? `Open the chat: ${state}, ${unread} unread` : `Open the chat: ${state}`,
  away: 'not connected',
  needsOwner: 'waiting for you',
  working: 'working',
  ready: 'ready',
}
