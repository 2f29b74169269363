import X from 'lucide-react/icons/x'
import { type FormEvent, useState } from 'react'
import { type AccessMode, accessModes, type SettingsBody } from '../../protocol/settings.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { FailureNote, type FormFailure, failureOf } from '../ui/form-failure.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ChoiceCards } from './choice-cards.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { QuestionBlock } from './question-block.tsx'
import { useSettings } from './settings-context.tsx'
import { settingsTexts } from './settings-texts.ts'

const texts = settingsTexts.access

/** How far the agent reaches: on the computer, and into the network. Each change holds at once. */
export function AccessSection() {
  const { settings, save } = useSettings()
  const { access, networkHosts } = settings
  const [isConfirming, setIsConfirming] = useState(false)
  const [host, setHost] = useState('')
  const [failure, setFailure] = useState<FormFailure | null>(null)

  async function change(changes: SettingsBody): Promise<boolean> {
    setFailure(null)
    try {
      await save(changes)
      return true
    } catch (error) {
      setFailure(failureOf(error, Date.now()))
      return false
    }
  }

  function choose(mode: AccessMode) {
    if (mode === access) return
    if (mode === 'computer') setIsConfirming(true)
    else void change({ access: mode })
  }

  async function addHost(event: FormEvent) {
    event.preventDefault()
    const name = host.trim()
    if (name !== '' && (await change({ networkHosts: [...networkHosts, name] }))) setHost('')
  }

  // A list is refused by its entry: networkHosts.0
  const isOfHosts = failure?.field?.startsWith('networkHosts') === true
  return (
    <>
      <QuestionBlock question={texts.question}>
        <ChoiceCards
          label={texts.question}
          choices={accessModes.map((name) => ({ name, title: texts.modes[name], lead: texts.leads[name] }))}
          chosen={access}
          onChoose={choose}
        />
        {failure && !isOfHosts && <FailureNote text={failure.text} />}
      </QuestionBlock>
      <QuestionBlock question={texts.hosts} lead={texts.hostsLead}>
        {networkHosts.length === 0 ? (
          <p className="text-sm text-ink-2">{texts.noHosts}</p>
        ) : (
          <ul className="overflow-hidden rounded-[10px] border bg-surface">
            {networkHosts.map((name) => (
              <li key={name} className="flex min-h-control items-center gap-2 border-b pl-3 last:border-b-0">
                <span className="min-w-0 flex-1 font-mono text-sm [overflow-wrap:anywhere]">{name}</span>
                <IconButton
                  label={settingsTexts.remove(name)}
                  icon={X}
                  size={16}
                  onClick={() =>
                    void change({ networkHosts: networkHosts.filter((other) => other !== name) })
                  }
                />
              </li>
            ))}
          </ul>
        )}
        <form noValidate onSubmit={(event) => void addHost(event)}>
          <Field
            label={texts.host}
            name="host"
            hint={texts.hostHint}
            error={isOfHosts ? failure?.text : undefined}
            value={host}
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            onChange={(event) => {
              setHost(event.target.value)
              setFailure(null)
            }}
            after={
              <Button type="submit" look="quiet" className="mx-1" disabled={host.trim() === ''}>
                {texts.add}
              </Button>
            }
          />
        </form>
      </QuestionBlock>
      {isConfirming && (
        <ConfirmDialog
          title={texts.confirmTitle}
          lead={texts.confirmLead}
          confirm={texts.confirm}
          cancel={texts.keep}
          onConfirm={() => void change({ access: 'computer' })}
          close={() => setIsConfirming(false)}
        />
      )}
    </>
  )
}
