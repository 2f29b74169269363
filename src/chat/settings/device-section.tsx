import { useEffect, useState } from 'react'
import { awayTexts } from '../away/away-texts.ts'
import {
  isInstalled,
  isIos,
  type NotificationState,
  notificationState,
  turnOff,
  turnOn,
} from '../away/push-subscription.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { FailureNote, failureOf } from '../ui/form-failure.tsx'

const texts = awayTexts.device

/** What concerns this device alone: its notifications, and the app on its home screen. */
export function DeviceSection() {
  const chat = useChat()
  const [state, setState] = useState<NotificationState | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => void notificationState().then(setState), [])

  async function change(turn: typeof turnOn) {
    setIsBusy(true)
    setFailure(null)
    try {
      await turn(chat.api)
    } catch (error) {
      setFailure(failureOf(error, Date.now()).text)
    }
    setState(await notificationState())
    setIsBusy(false)
  }

  const howOnIos = (
    <Button onClick={() => chat.tellShell({ type: 'bloby:show-ios-install' })}>{texts.showHow}</Button>
  )
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col items-start gap-2">
        <h3 className="font-medium">{texts.notifications}</h3>
        <p role="status" className="text-sm text-ink-2">
          {state !== null && texts.states[state]}
        </p>
        {state === 'off' && (
          <Button look="primary" disabled={isBusy} onClick={() => void change(turnOn)}>
            {texts.turnOn}
          </Button>
        )}
        {state === 'on' && (
          <Button disabled={isBusy} onClick={() => void change(turnOff)}>
            {texts.turnOff}
          </Button>
        )}
        {state === 'install' && howOnIos}
        {failure !== null && <FailureNote text={failure} />}
      </section>
      {chat.isFramed && (
        <section className="flex flex-col items-start gap-2">
          <h3 className="font-medium">{texts.install}</h3>
          <p className="text-sm text-ink-2">{isInstalled() ? texts.installed : texts.installLead}</p>
          {!isInstalled() &&
            (isIos() ? (
              howOnIos
            ) : (
              <Button onClick={() => chat.tellShell({ type: 'bloby:install-app' })}>
                {texts.installButton}
              </Button>
            ))}
        </section>
      )}
    </div>
  )
}
