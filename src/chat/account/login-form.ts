import { useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { useChat } from '../ui/chat-context.tsx'
import { type FormFailure, failureOf, useSecondsUntil } from '../ui/form-failure.tsx'
import { loginTexts as texts } from './login-texts.ts'

export type LoginForm = ReturnType<typeof useLoginForm>

/** What all ways of signing in share: one try at a time, why the last one failed, and how long to wait. */
export function useLoginForm({ codeWrong = texts.codeWrong } = {}) {
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
        const isClosed = error instanceof ApiError && error.status === 403
        const why = inOwnWords(failureOf(error, Date.now()), isClosed ? texts.codesClosed : codeWrong)
        setFailure(why)
        return why
      } finally {
        setIsBusy(false)
      }
    },
  }
}

/** What is refused most often is said in the language of the page. */
function inOwnWords(why: FormFailure, codeWrong: string): FormFailure {
  if (why.field === 'password') return { ...why, text: texts.passwordWrong }
  if (why.field === 'code') return { ...why, text: codeWrong }
  return why
}
