import { type FormEvent, useState } from 'react'
import { useStore } from 'zustand/react'
import type { Question } from '../../../protocol/turn-parts.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { useChat } from '../../ui/chat-context.tsx'
import { classNames } from '../../ui/class-names.ts'
import { answerTexts } from './answer-texts.ts'
import { deviceWords } from './device-words.ts'
import { emptyDraft, useSharedDraft } from './use-shared-draft.ts'

/** A question of the agent's: its options as buttons, and room for other words. `answer` is absent once it is too late. */
export function QuestionForm({
  question,
  answer,
}: {
  question: Question
  answer: ((text: string) => boolean) | undefined
}) {
  const chat = useChat()
  const draft = useStore(chat.answerDrafts, (state) => state.drafts.get(question.id))
  const { text, chosen } = draft ?? emptyDraft
  const write = useSharedDraft(question.id)
  const [isSent, setIsSent] = useState(false)
  const isMultiple = question.isMultiple === true
  const isOpen = question.answer === undefined && answer !== undefined && !isSent

  function send(words: string) {
    if (words.trim() !== '' && answer?.(words.trim())) setIsSent(true)
  }

  function choose(label: string) {
    if (!isMultiple) return send(label)
    const others = chosen.filter((other) => other !== label)
    write({ text, chosen: others.length < chosen.length ? others : [...chosen, label] })
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const options = question.options.map((option) => option.label).filter((label) => chosen.includes(label))
    send([...options, ...(text.trim() === '' ? [] : [text.trim()])].join(', '))
  }

  return (
    <form
      aria-label={`${texts.question.label}: ${question.text}`}
      className={classNames('rounded-[14px] border bg-surface p-3 shadow-low', isOpen && 'border-warn')}
      onSubmit={submit}
    >
      <p className="font-medium [overflow-wrap:anywhere]">{question.text}</p>
      {isOpen && isMultiple && <p className="text-sm text-ink-2">{texts.question.several}</p>}
      {isOpen ? (
        <div className="mt-3 flex flex-col gap-2">
          {question.options.map((option) => (
            <button
              key={option.label}
              type="button"
              {...(isMultiple && { 'aria-pressed': chosen.includes(option.label) })}
              className={classNames(
                'min-h-control rounded-[10px] border px-3 py-2 text-left text-sm hover:bg-bubble',
                chosen.includes(option.label) && 'border-accent bg-accent-soft',
              )}
              onClick={() => choose(option.label)}
            >
              <span className="font-medium">{option.label}</span>
              {option.description && <span className="block text-ink-2">{option.description}</span>}
            </button>
          ))}
          <div className="flex gap-2">
            <input
              aria-label={texts.question.answerLabel}
              placeholder={
                question.options.length > 0 ? texts.question.ownAnswer : texts.question.answerPlaceholder
              }
              value={text}
              onChange={(event) => write({ text: event.target.value, chosen })}
              className="min-h-control min-w-0 flex-1 rounded-[10px] border bg-bg px-3 text-field placeholder:text-ink-3"
            />
            <Button type="submit" look="primary" disabled={text.trim() === '' && chosen.length === 0}>
              {texts.question.send}
            </Button>
          </div>
        </div>
      ) : (
        <p className="mt-1 text-sm text-ink-2 [overflow-wrap:anywhere]">
          {question.answer === undefined
            ? isSent
              ? texts.unsent.accepted
              : texts.question.unanswered
            : isSent || question.answeredBy === undefined
              ? texts.question.answered(question.answer)
              : answerTexts.answeredOn(deviceWords(question.answeredBy), question.answer)}
        </p>
      )}
    </form>
  )
}
