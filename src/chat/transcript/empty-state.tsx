import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { Mark } from '../ui/mark.tsx'

/** A new conversation: what can be asked for, as texts that go to the composer. Over a keyboard there is room for these alone. */
export function EmptyState() {
  const chat = useChat()
  return (
    <div className="m-auto flex w-full max-w-sm flex-col py-6 [@media(max-height:30rem)]:py-0">
      <Mark className="size-10 rounded-[12px] [@media(max-height:36rem)]:hidden" />
      <h2 className="mt-4 text-xl font-semibold tracking-tight">{texts.transcript.emptyTitle}</h2>
      <p className="mt-1 text-ink-2 [@media(max-height:30rem)]:hidden">{texts.transcript.emptyLead}</p>
      <ul className="mt-5 flex flex-col gap-2">
        {texts.transcript.examples.map((example) => (
          <li key={example}>
            <button
              type="button"
              className="min-h-control w-full rounded-[10px] border bg-surface px-3 py-2 text-left text-sm shadow-low hover:bg-bubble"
              onClick={() => chat.compose(example, { isExample: true })}
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
