import type { MessageMatch } from '../../protocol/api.ts'
import { texts } from '../texts.ts'
import { agoWords } from '../ui/time-words.ts'

/** The words around each hit in a conversation, with the hit marked; a press goes there. */
export function SearchHits({
  matches,
  open,
}: {
  matches: readonly MessageMatch[]
  open: (match: MessageMatch) => void
}) {
  if (matches.length === 0) return null
  return (
    <li>
      <ul className="mb-1 ml-2.5 border-l pl-1">
        {matches.map((match) => (
          <li key={match.messageId}>
            <button
              type="button"
              data-stop
              className="flex min-h-control w-full flex-col rounded-[10px] px-2 py-1 text-left text-xs text-ink-2 hover:bg-bubble focus-visible:-outline-offset-2"
              onClick={() => open(match)}
            >
              <span className="flex w-full justify-between gap-2 text-ink-3 tabular-nums">
                <span>{match.role === 'user' ? texts.transcript.you : texts.name}</span>
                <span>{agoWords(match.createdAt, Date.now())}</span>
              </span>
              <span className="line-clamp-2 w-full [overflow-wrap:anywhere]">
                <Marked {...match} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </li>
  )
}

function Marked({ snippet, marks }: Pick<MessageMatch, 'snippet' | 'marks'>) {
  const ends = marks.map(([, to]) => to)
  return (
    <>
      {marks.map(([from, to], index) => (
        <span key={from}>
          {snippet.slice(ends[index - 1] ?? 0, from)}
          <mark className="rounded-[3px] bg-warn-soft font-medium text-ink">{snippet.slice(from, to)}</mark>
        </span>
      ))}
      {snippet.slice(ends.at(-1) ?? 0)}
    </>
  )
}
