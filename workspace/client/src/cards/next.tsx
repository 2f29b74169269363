import { Card } from '../components/card.tsx'
import { LoadingRows, Row, Rows } from '../components/row.tsx'
import { useIsDown, useLive, useNow } from '../page-context.ts'
import { upcoming } from '../wording.ts'

export interface Schedule {
  pulse: {
    isQuietNow: boolean
    quietHours: { start: string; end: string } | null
    next: number | null
  } | null
  jobs: { id: string; task: string; isEnabled: boolean; next: number | null }[]
  problems: { file: string; message: string }[]
}

/** What PULSE.json and CRONS.json plan, soonest first. */
export function Next() {
  const { data, problem } = useLive<Schedule>('/schedule')
  const isDown = useIsDown()
  const now = useNow()
  return (
    <Card title="Next on its own">
      {!data &&
        ((problem ?? isDown) ? (
          <p className="text-text-2">{problem ?? 'Not known yet.'}</p>
        ) : (
          <LoadingRows count={2} />
        ))}
      {data && <Plan schedule={data} now={now} />}
    </Card>
  )
}

function Plan({ schedule: { pulse, jobs, problems }, now }: { schedule: Schedule; now: number }) {
  const runs = [
    ...(pulse?.next ? [{ id: 'pulse', title: 'Looks over its notes', next: pulse.next, isPulse: true }] : []),
    ...jobs.flatMap(({ id, task, next }) =>
      next ? [{ id: `job ${id}`, title: task, next, isPulse: false }] : [],
    ),
  ].sort((a, b) => a.next - b.next)
  return (
    <>
      {runs.length === 0 && problems.length === 0 && (
        <p className="text-text-2">Nothing is planned. Ask for something every day at nine.</p>
      )}
      <Rows>
        {runs.slice(0, 6).map(({ id, title, next, isPulse }) => (
          <Row key={id} dot={isPulse ? 'on' : 'off'} value={upcoming(next, now)}>
            {title}
          </Row>
        ))}
        {problems.map(({ file, message }) => (
          <Row key={file + message} dot="warn" value={file}>
            {message}
          </Row>
        ))}
      </Rows>
      {runs.length > 6 && <p className="mt-1 text-label text-text-3">and {runs.length - 6} more</p>}
      {runs.length > 0 && (
        <p className="mt-2 text-label text-text-3">A plan so far: the clock that runs it is still to come.</p>
      )}
    </>
  )
}
