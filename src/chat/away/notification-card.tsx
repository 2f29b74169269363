import Bell from 'lucide-react/icons/bell'
import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { awayTexts } from './away-texts.ts'
import { rememberDecision } from './notification-decision.ts'
import { type NotificationState, notificationState, turnOn } from './push-subscription.ts'

const texts = awayTexts.card

/** Asks once, quietly, whether this device may show notifications; the browser asks only after a press here. */
export function NotificationCard() {
  const chat = useChat()
  const [state, setState] = useState<NotificationState | 'busy'>('busy')
  useEffect(() => void notificationState().then(setState), [])

  function close() {
    rememberDecision()
    chat.card.setState({ Card: null })
  }

  async function turnOnHere() {
    setState('busy')
    await chat.attempt(() => turnOn(chat.api))
    const next = await notificationState()
    setState(next)
    if (next !== 'on') return
    chat.announcer.say(texts.isOn)
    close()
  }

  function showHow() {
    chat.tellShell({ type: 'bloby:show-ios-install' })
    close()
  }

  const isInstall = state === 'install'
  return (
    <section aria-label={texts.title} className="flex gap-3 rounded-[14px] border bg-surface p-3 shadow-low">
      <Bell size={18} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">{isInstall ? texts.installTitle : texts.title}</p>
        <p className="text-ink-2">
          {state === 'blocked' ? texts.blocked : isInstall ? texts.installLead : texts.lead}
        </p>
        <div className="mt-2 flex flex-wrap gap-2">
          {isInstall && (
            <Button look="primary" onClick={showHow}>
              {texts.showHow}
            </Button>
          )}
          {!isInstall && state !== 'blocked' && (
            <Button look="primary" disabled={state === 'busy'} onClick={() => void turnOnHere()}>
              {texts.turnOn}
            </Button>
          )}
          <Button onClick={close}>{texts.later}</Button>
        </div>
      </div>
    </section>
  )
}
