import { texts } from '../../texts.ts'

export function ShowAll({ count, onClick }: { count: number; onClick: () => void }) {
  return (
    <button
      type="button"
      className="min-h-control w-full border-t text-sm text-accent-text hover:bg-bubble focus-visible:-outline-offset-2"
      onClick={onClick}
    >
      {texts.transcript.showAll(count)}
    </button>
  )
}
