import { type ScheduledJob, type SchedulesAnswer, schedulesAnswer } from '../../protocol/schedules.ts'
import { pageLocale } from '../ui/page-locale.ts'
import { cronWords } from './cron-words.ts'
import { Loaded } from './loaded.tsx'
import { QuestionBlock } from './question-block.tsx'
import { ResultNote } from './result-note.tsx'
import { FactRow, Rows } from './rows.tsx'
import { scheduleTexts as texts } from './schedule-texts.ts'
import { useAnswer } from './use-answer.ts'

/** What the agent is to do by itself, and when. It is changed by asking for it. */
export function ScheduleSection() {
  const asked = useAnswer('/api/schedules', schedulesAnswer)
  return <Loaded asked={asked}>{(schedules) => <Schedule schedules={schedules} />}</Loaded>
}

function Schedule({ schedules: { isRunning, pulse, jobs, problems } }: { schedules: SchedulesAnswer }) {
  return (
    <>
      {!isRunning && (
        <p className="mb-6 rounded-[10px] bg-warn-soft px-3 py-2.5 text-sm">
          <span className="block font-medium">{texts.notRunning}</span>
          {texts.notRunningLead}
        </p>
      )}
      {problems.length > 0 && (
        <div className="mb-6 flex flex-col gap-2">
          {problems.map((problem) => (
            <ResultNote key={problem} isOk={false} text={problem} />
          ))}
        </div>
      )}
      <QuestionBlock question={texts.jobs} lead={texts.jobsLead}>
        {jobs.length === 0 ? (
          <p className="text-sm text-ink-2">{texts.noJobs}</p>
        ) : (
          <Rows label={texts.jobs}>
            {jobs.map((job, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two jobs of a file may have one id
              <JobRow key={index} job={job} />
            ))}
          </Rows>
        )}
      </QuestionBlock>
      {pulse && (
        <QuestionBlock question={texts.pulse} lead={texts.pulseLead}>
          <Rows label={texts.pulse}>
            {pulse.isEnabled ? (
              <FactRow
                title={texts.every(minutesWords(pulse.intervalMinutes))}
                note={
                  pulse.quietHours
                    ? texts.quiet(pulse.quietHours.start, pulse.quietHours.end)
                    : texts.neverQuiet
                }
              />
            ) : (
              <FactRow title={texts.pulseOff} />
            )}
          </Rows>
        </QuestionBlock>
      )}
    </>
  )
}

function JobRow({ job }: { job: ScheduledJob }) {
  const { task, schedule, timezone, isEnabled, isOneShot, problem } = job
  const when = [
    problem === null ? cronWords(schedule) : schedule,
    ...(timezone === null ? [] : [texts.cron.zone(timezone)]),
    ...(isOneShot ? [texts.once] : []),
  ].join(' · ')
  return (
    <li className="border-b px-4 py-2.5 last:border-b-0">
      <p className="flex items-start gap-3">
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{task.trim() || texts.unnamed}</span>
        {!isEnabled && (
          <span className="shrink-0 rounded-[6px] bg-bubble px-1.5 py-0.5 text-xs text-ink-2">
            {texts.off}
          </span>
        )}
      </p>
      <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">{when}</p>
      {problem !== null && <p className="text-sm text-danger [overflow-wrap:anywhere]">{problem}</p>}
      {problem === null && isEnabled && <p className="text-sm tabular-nums text-ink-2">{nextOf(job)}</p>}
    </li>
  )
}

function nextOf({ nextAt }: ScheduledJob): string {
  if (nextAt === null) return texts.never
  const when = new Date(nextAt).toLocaleString(pageLocale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  })
  return texts.next(when)
}

/** `30 minutes`, `2 hours` */
function minutesWords(minutes: number): string {
  const isWholeHours = minutes >= 60 && minutes % 60 === 0
  return new Intl.NumberFormat(pageLocale(), {
    style: 'unit',
    unit: isWholeHours ? 'hour' : 'minute',
    unitDisplay: 'long',
  }).format(isWholeHours ? minutes / 60 : minutes)
}
