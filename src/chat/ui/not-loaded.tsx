import { texts } from '../texts.ts'
import { Button } from './button.tsx'
import { FailureNote } from './form-failure.tsx'

/** Why something did not come, and a button that asks again. */
export function NotLoaded({ failure, again }: { failure: string; again: () => void }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <FailureNote text={failure} />
      <Button onClick={again}>{texts.common.tryAgain}</Button>
    </div>
  )
}
