import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { NotLoaded } from '../ui/not-loaded.tsx'
import type { Asked } from './use-answer.ts'

/** A page that waits for what it shows, or says why it did not come. */
export function Loaded<T>({ asked, children }: { asked: Asked<T>; children: (answer: T) => ReactNode }) {
  const { answer, failure, again } = asked
  return (
    <>
      {failure !== null && (
        <div className="mb-5">
          <NotLoaded failure={failure} again={again} />
        </div>
      )}
      {answer !== null && children(answer)}
      {answer === null && failure === null && <p className="text-sm text-ink-2">{texts.common.loading}</p>}
    </>
  )
}
