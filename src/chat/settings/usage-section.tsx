import { useState } from 'react'
import { providers as providerNames } from '../../protocol/settings.ts'
import { type UsageAmount, type UsageAnswer, type UsageDay, usageAnswer } from '../../protocol/usage.ts'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { countWords, moneyWords } from '../ui/number-words.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { dateWords } from './date-words.ts'
import { Loaded } from './loaded.tsx'
import { QuestionBlock } from './question-block.tsx'
import { FactRow, LinkRow, Rows } from './rows.tsx'
import { settingsTexts } from './settings-texts.ts'
import { type Measure, tokensOf, UsageChart } from './usage-chart.tsx'
import { usageTexts as texts } from './usage-texts.ts'
import { useAnswer } from './use-answer.ts'

/** What the agent used in the last 30 days, as this device counts days, and what of it cost money. */
export function UsageSection() {
  const [path] = useState(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    return `/api/usage?${new URLSearchParams({ days: '30', zone })}`
  })
  return <Loaded asked={useAnswer(path, usageAnswer)}>{(usage) => <Usage usage={usage} />}</Loaded>
}

function Usage({ usage }: { usage: UsageAnswer }) {
  const { days, conversations, sources, providers } = usage
  const chat = useChat()
  const total = sumOf(days)
  const isEmpty = total.costUsd === 0 && tokensOf(total) === 0
  if (isEmpty)
    return (
      <>
        <div className="mb-7 rounded-[14px] border bg-surface px-4 py-8 text-center">
          <p className="font-medium">{texts.empty}</p>
          <p className="mx-auto mt-1 max-w-[22rem] text-sm text-ink-2">{texts.emptyLead}</p>
        </div>
        <Limits usage={usage} />
      </>
    )
  return (
    <>
      <dl
        aria-label={texts.totals}
        className="mb-7 grid grid-cols-3 rounded-[14px] border bg-surface shadow-low"
      >
        <Total title={texts.today} amount={sumOf(days.slice(-1))} />
        <Total title={texts.week} amount={sumOf(days.slice(-7))} />
        <Total title={texts.month} amount={total} />
      </dl>
      <Days days={days} limitUsd={usage.budget.dayUsd} hasCost={total.costUsd > 0} />
      <QuestionBlock question={texts.conversations}>
        <Rows>
          {conversations.map(({ id, title, ...amount }) =>
            title === null ? (
              <FactRow key={id} title={texts.deleted} note={amountWords(amount)}>
                {costWords(amount)}
              </FactRow>
            ) : (
              <LinkRow
                key={id}
                title={title}
                state={amountWords(amount)}
                figures={costWords(amount)}
                onOpen={() => {
                  chat.openSettings(null)
                  chat.openConversation(id)
                }}
              />
            ),
          )}
        </Rows>
      </QuestionBlock>
      <QuestionBlock question={texts.sources} lead={texts.sourcesLead}>
        <Rows>
          {sources.map(({ source, ...amount }) => (
            <FactRow key={source} title={texts.sourceNames[source]} note={amountWords(amount)}>
              {costWords(amount)}
            </FactRow>
          ))}
        </Rows>
      </QuestionBlock>
      <QuestionBlock question={texts.providers}>
        <Rows>
          {providers.map(({ provider, ...amount }) => (
            <FactRow key={provider} title={nameOf(provider)} note={amountWords(amount)}>
              {priceOf(provider, amount)}
            </FactRow>
          ))}
        </Rows>
        <p className="text-sm text-ink-3">{texts.priceNote}</p>
      </QuestionBlock>
      <Limits usage={usage} />
    </>
  )
}

function Total({ title, amount }: { title: string; amount: UsageAmount }) {
  return (
    <div className="flex min-w-0 flex-col border-r px-3 py-3 last:border-r-0 min-[400px]:px-4">
      <dt className="text-sm text-ink-2">{title}</dt>
      <dd className="text-xl leading-tight font-semibold tracking-tight tabular-nums">
        {moneyWords(amount.costUsd)}
      </dd>
      <dd className="text-xs tabular-nums text-ink-2">{texts.tokens(countWords(tokensOf(amount)))}</dd>
    </div>
  )
}

function Days({
  days,
  limitUsd,
  hasCost,
}: {
  days: readonly UsageDay[]
  limitUsd: number
  hasCost: boolean
}) {
  const [measure, setMeasure] = useState<Measure>(hasCost ? 'cost' : 'tokens')
  return (
    <section aria-label={texts.show} className="mb-7">
      {hasCost && (
        <fieldset className="mb-3 inline-flex rounded-[10px] border bg-surface p-0.5">
          <legend className="sr-only">{texts.show}</legend>
          {(['cost', 'tokens'] as const).map((name) => (
            <label
              key={name}
              className={classNames(
                'relative inline-flex min-h-control items-center rounded-[8px] px-3 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent',
                measure === name ? 'bg-bubble font-medium' : 'text-ink-2',
              )}
            >
              <input
                type="radio"
                name="measure"
                className="absolute inset-0 cursor-pointer appearance-none"
                checked={measure === name}
                onChange={() => setMeasure(name)}
              />
              {texts.measures[name]}
            </label>
          ))}
        </fieldset>
      )}
      <UsageChart days={days} measure={measure} limitUsd={limitUsd} />
      <details className="mt-2 text-sm">
        <summary className="inline-flex min-h-control items-center rounded-[6px] text-accent-text">
          {texts.table}
        </summary>
        <ScrollRegion label={texts.table} className="overflow-x-auto rounded-[10px] border bg-surface">
          <table className="w-full tabular-nums">
            <thead className="text-left text-ink-2">
              <tr className="border-b">
                <th className="px-3 py-2 font-medium">{texts.day}</th>
                <th className="px-3 py-2 text-right font-medium">{texts.measures.cost}</th>
                <th className="px-3 py-2 text-right font-medium">{texts.measures.tokens}</th>
              </tr>
            </thead>
            <tbody>
              {days
                .filter((day) => day.turns > 0)
                .reverse()
                .map((day) => (
                  <tr key={day.date} className="border-b last:border-b-0">
                    <th scope="row" className="px-3 py-1.5 text-left font-normal">
                      {dateWords(day.date)}
                    </th>
                    <td className="px-3 py-1.5 text-right">{moneyWords(day.costUsd)}</td>
                    <td className="px-3 py-1.5 text-right">{countWords(tokensOf(day))}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </section>
  )
}

function Limits({ usage: { budget, days } }: { usage: UsageAnswer }) {
  const chat = useChat()
  const limit = moneyWords(budget.dayUsd)
  return (
    <QuestionBlock
      question={texts.limits}
      lead={texts.spentToday(moneyWords(days.at(-1)?.scheduledUsd ?? 0), limit)}
    >
      <Rows>
        <LinkRow
          title={settingsTexts.places.limits}
          state={texts.limitsState(limit, budget.turnUsd === null ? null : moneyWords(budget.turnUsd))}
          onOpen={() => chat.openSettings('limits')}
        />
      </Rows>
    </QuestionBlock>
  )
}

function amountWords(amount: UsageAmount): string {
  return [
    texts.tokens(countWords(tokensOf(amount))),
    texts.turns(amount.turns, countWords(amount.turns)),
  ].join(' · ')
}

/** What runs at home alone has no price. */
function costWords({ costUsd, turns, unpricedTurns }: UsageAmount): string {
  return costUsd === 0 && unpricedTurns === turns ? texts.noCost : moneyWords(costUsd)
}

function nameOf(provider: string): string {
  const known = providerNames.find((name) => name === provider)
  return known ? settingsTexts.provider.names[known] : provider
}

/** What runs at home has no price, and what nobody named a price of has none that we know. */
function priceOf(provider: string, { costUsd, unpricedTurns }: UsageAmount): string {
  if (costUsd > 0 || provider === 'anthropic') return moneyWords(costUsd)
  return provider === 'compatible' && unpricedTurns > 0 ? texts.noPrice : texts.noCost
}

function sumOf(days: readonly UsageAmount[]): UsageAmount {
  const sum = { turns: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, unpricedTurns: 0 }
  for (const day of days) for (const name of Object.keys(sum) as (keyof UsageAmount)[]) sum[name] += day[name]
  return sum
}
