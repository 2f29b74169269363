import { useEffect, useState } from 'react'
import {
  type ProviderBody,
  type ProviderModelsAnswer,
  providerModelsAnswer,
} from '../../protocol/settings.ts'
import { useChat } from '../ui/chat-context.tsx'
import { failureOf } from '../ui/form-failure.tsx'

export type ModelList =
  | { kind: 'unasked' }
  | { kind: 'asking' }
  | { kind: 'failed'; text: string }
  | ({ kind: 'known' } & ProviderModelsAnswer)

/**
 * The models of a server, asked for anew whenever the question changes; `null` asks nothing. Gives the list, and a way to ask the same
 * again.
 */
export function useModels(question: Omit<ProviderBody, 'model'> | null): [ModelList, () => void] {
  const { api } = useChat()
  const [round, setRound] = useState(0)
  const asked = question && JSON.stringify(question)
  const [{ list, of }, setKnown] = useState<{ list: ModelList; of: string | null }>({
    list: { kind: 'unasked' },
    of: null,
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again
  useEffect(() => {
    const setList = (list: ModelList) => setKnown({ list, of: asked })
    if (asked === null) return setList({ kind: 'unasked' })
    let isCurrent = true
    setList({ kind: 'asking' })
    api.ask('POST', '/api/providers/models', JSON.parse(asked), providerModelsAnswer).then(
      (answer) => isCurrent && setList({ kind: 'known', ...answer }),
      (error: unknown) => isCurrent && setList(failedList(error)),
    )
    return () => {
      isCurrent = false
    }
  }, [api, asked, round])

  // The models of another server are none of this one, not even for a moment.
  return [of === asked ? list : { kind: 'asking' }, () => setRound(round + 1)]
}

/** What is wrong with a field is said beside it, once it is tested or saved. */
function failedList(error: unknown): ModelList {
  const { field, text } = failureOf(error, Date.now())
  return field === undefined ? { kind: 'failed', text } : { kind: 'unasked' }
}
