import { Card } from '../components/card.tsx'
import { LoadingRows, Rows } from '../components/row.tsx'
import { Tick } from '../components/tick.tsx'
import { useBridge, useShell } from '../page-context.ts'

/** What is left to set up, each with the button that does it. */
export function Today() {
  const bridge = useBridge()
  const shell = useShell()
  const steps = shell?.steps ?? []
  const done = steps.filter((step) => step.isDone).length
  const isAllDone = shell !== null && done === steps.length
  return (
    <Card title="Today" aside={steps.length > 0 && `${done} of ${steps.length}`}>
      {!shell &&
        (bridge.hasShell ? (
          <LoadingRows count={4} />
        ) : (
          <p className="text-text-2">Open this page in Bloby to see what is left to set up.</p>
        ))}
      {isAllDone && <p className="text-text-2">Everything is set up.</p>}
      {!isAllDone && steps.length > 0 && (
        <Rows>
          {steps.map(({ id, title, isDone, action }) => (
            <li key={id} className="flex min-h-10 items-center gap-2.5 py-1">
              <Tick isOn={isDone} />
              <span className={`min-w-0 flex-1 ${isDone ? 'text-text-3' : ''}`}>
                {title}
                <span className="sr-only">{isDone ? ', done' : ', to do'}</span>
              </span>
              {!isDone && action && (
                <button
                  type="button"
                  onClick={() => bridge.step(id)}
                  aria-label={`${action}: ${title}`}
                  className="h-9 shrink-0 rounded-control border border-line px-3.5 transition-colors duration-[120ms] hover:border-line-strong pointer-coarse:h-11"
                >
                  {action}
                </button>
              )}
            </li>
          ))}
        </Rows>
      )}
    </Card>
  )
}
