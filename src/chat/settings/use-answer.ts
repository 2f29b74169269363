import { useEffect, useState } from 'react'
import type * as v from 'valibot'
import { useChat } from '../ui/chat-context.tsx'
import { failureOf } from '../ui/form-failure.tsx'

export interface Asked<T> {
  /** Null until it came. */
  answer: T | null
  /** Why it did not come, in words. */
  failure: string | null
  again(): void
}

/** Asks the platform when a page opens; what came before stays while it is asked again. */
export function useAnswer<T>(path: string, schema: v.GenericSchema<unknown, T>): Asked<T> {
  const { api } = useChat()
  const [round, setRound] = useState(0)
  const [answer, setAnswer] = useState<T | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again
  useEffect(() => {
    let isWanted = true
    setFailure(null)
    api.get(path, schema).then(
      (came) => isWanted && setAnswer(() => came),
      (error: unknown) => isWanted && setFailure(failureOf(error, Date.now()).text),
    )
    return () => {
      isWanted = false
    }
  }, [api, path, schema, round])

  return { answer, failure, again: () => setRound((count) => count + 1) }
}
