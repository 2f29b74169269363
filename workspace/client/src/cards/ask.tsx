import { Card } from '../components/card.tsx'
import { useBridge, useShell } from '../page-context.ts'

/** What the demo can do, which the agent is until a provider is connected. */
const demoRequests = [
  {
    title: 'Rename and recolour it',
    detail: 'This page, while you watch',
    text: 'Call the dashboard Mission Control and make it blue',
  },
  {
    title: 'Add a list',
    detail: 'Groceries, to tick off',
    text: 'Add a to-do card called Groceries',
  },
  {
    title: 'Plan a reminder',
    detail: 'Every day at 9',
    text: 'Every day at 9, remind me to plan the day',
  },
  {
    title: 'Remember something',
    detail: 'Kept in a file you can read',
    text: 'Remember that I like tea',
  },
]

const requests = [
  {
    title: 'Track what I spend',
    detail: 'Table, chart, monthly total',
    text: 'Add a card to track what I spend: amount, what for and date, a table of this month, a chart by category and the monthly total.',
  },
  {
    title: 'Watch a web page',
    detail: 'Tells you when it changes',
    text: 'Watch this web page and tell me when it changes: https://',
  },
  {
    title: 'Plan my week',
    detail: 'From a list you paste or dictate',
    text: 'Plan my week from this list and show it as a card, one row a day:\n- ',
  },
  {
    title: 'Log a habit',
    detail: 'One tap a day, a year at a glance',
    text: 'Add a card to log a habit with one tap a day and show the year at a glance. The habit: ',
  },
]

/** Requests that open the chat with the text filled in. */
export function Ask() {
  const bridge = useBridge()
  const isDemo = useShell()?.agent.provider === 'demo'
  return (
    <Card title="Ask for something real">
      <ul className="grid gap-2 sm:grid-cols-2">
        {(isDemo ? demoRequests : requests).map(({ title, detail, text }) => (
          <li key={title}>
            <button
              type="button"
              onClick={() => bridge.compose(text)}
              disabled={!bridge.hasShell}
              className="h-full w-full rounded-control border border-line px-3 py-2 text-left transition-colors duration-[120ms] enabled:hover:border-line-strong disabled:cursor-default"
            >
              <span className="block">{title}</span>
              <span className="block text-label text-text-3">{detail}</span>
            </button>
          </li>
        ))}
      </ul>
      {!bridge.hasShell && (
        <p className="mt-3 text-label text-text-3">Open this page in Bloby to ask for these in the chat.</p>
      )}
    </Card>
  )
}
