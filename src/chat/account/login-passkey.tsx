import KeyRound from 'lucide-react/icons/key-round'
import { useEffect, useRef, useState } from 'react'
import { passkeyLoginAnswer } from '../../protocol/accounts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { failureOf } from '../ui/form-failure.tsx'
import type { LoginForm } from './login-form.ts'
import { loginTexts as texts } from './login-texts.ts'
import { canUsePasskeys, signWithPasskey } from './passkeys.ts'

/** Shorter than what the platform asked to be signed stays good. */
const renewalMs = 4 * 60_000

/**
 * Signs in with a passkey, by a button, or from the list in which the browser offers passwords. The button's place is kept until it is
 * known whether there is a passkey for this address, so that nothing moves.
 */
export function LoginPasskey({ login }: { login: LoginForm }) {
  const { api } = useChat()
  const [isKnown, setIsKnown] = useState(false)
  /** Ends the offer in the list, of which a browser allows one at a time. */
  const offer = useRef(new AbortController())

  async function readOptions() {
    const { options } = await api.ask('POST', '/api/portal/passkey-login/options', {}, passkeyLoginAnswer)
    setIsKnown(options !== null)
    return options
  }

  async function offerInList() {
    offer.current.abort()
    offer.current = new AbortController()
    const { signal } = offer.current
    try {
      const options = await readOptions()
      const mayOffer = await PublicKeyCredential.isConditionalMediationAvailable?.()
      if (!options || !mayOffer || signal.aborted) return
      const answer = await signWithPasskey(options, { mediation: 'conditional', signal })
      await login.submit({ answer })
    } catch {
      // Nobody asked for it: the button and the password are there all the same, and say what is wrong.
    }
  }

  async function signIn() {
    offer.current.abort()
    try {
      const options = await readOptions()
      if (options) await login.submit({ answer: await signWithPasskey(options, {}) })
    } catch (error) {
      // The browser has said itself what it did not like.
      const isOfBrowser = error instanceof DOMException
      login.setFailure(isOfBrowser ? { text: texts.passkeyUnused } : failureOf(error, Date.now()))
      void offerInList()
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the login is shown
  useEffect(() => {
    if (!canUsePasskeys()) return
    void offerInList()
    const timer = setInterval(() => void offerInList(), renewalMs)
    return () => {
      clearInterval(timer)
      offer.current.abort()
    }
  }, [])

  if (!canUsePasskeys()) return null
  return (
    <Button
      className={classNames('h-11 text-base!', !isKnown && 'invisible')}
      disabled={login.isBlocked}
      onClick={() => void signIn()}
    >
      <KeyRound size={18} strokeWidth={1.75} aria-hidden />
      {texts.usePasskey}
    </Button>
  )
}
