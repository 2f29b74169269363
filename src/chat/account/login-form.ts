import { useState } from 'react'
import { useChat } from '../ui/chat-context.tsx'
import { type FormFailure, failureOf, useSecondsUntil } from '../ui/form-failure.tsx'

export type LoginForm = ReturnType<typeof useLoginForm>

/** What all ways of signing in share: one try at a time, why the last one failed, and how long to wait. */
export function useLoginForm() {
  const { account } = useChat()
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<FormFailure | null>(null)
  const waitSeconds = useSecondsUntil(failure?.retryAt)

  return {
    failure,
    waitSeconds,
    /** Nothing can be sent now. */
    isBlocked: isBusy || waitSeconds > 0,
    setFailure,
    /** What is typed makes the words about what was typed before go, but not the wait. */
    clearFailure(): void {
      if (waitSeconds === 0) setFailure(null)
    },
    /** Tries to sign in; gives why it failed. After success the login is gone. */
    async submit(body: object): Promise<FormFailure | null> {
      setIsBusy(true)
      setFailure(null)
      try {
        await account.login(body)
        return null
      } catch (error) {
        const why = failureOf(error, Date.now())
        setFailure(why)
        return why
      } finally {
        setIsBusy(false)
      }
    },
  }
}
