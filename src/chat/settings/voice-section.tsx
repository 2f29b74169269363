import { type FormEvent, useRef, useState } from 'react'
import { providerTestAnswer, type SettingsAnswer, type SettingsBody } from '../../protocol/settings.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Field } from '../ui/field.tsx'
import { FailureNote, type FormFailure, failureOf } from '../ui/form-failure.tsx'
import { KeyField } from './key-field.tsx'
import { MoreFields } from './more-fields.tsx'
import { QuestionBlock } from './question-block.tsx'
import { ResultNote } from './result-note.tsx'
import { useSettings } from './settings-context.tsx'
import { settingsTexts } from './settings-texts.ts'
import { voiceSectionTexts as texts } from './voice-section-texts.ts'

/** Who writes down what the owner says. */
export function VoiceSection() {
  return (
    <QuestionBlock question={texts.question} lead={texts.lead}>
      <VoiceForm />
    </QuestionBlock>
  )
}

interface VoiceFields {
  voiceKey?: string
  voiceBaseUrl?: string
}

/** The key for voice, tried out and saved; only below the settings. `onSaved` is told after each save. */
export function VoiceForm({ onSaved }: { onSaved?: () => void }) {
  const { api } = useChat()
  const { settings, save } = useSettings()
  const element = useRef<HTMLFormElement>(null)
  const [fields, setFields] = useState<VoiceFields>({})
  const [busy, setBusy] = useState<'saving' | 'testing' | null>(null)
  const [failure, setFailure] = useState<FormFailure | null>(null)
  const [result, setResult] = useState<{ isOk: boolean; text: string } | null>(null)
  const { address, savedKey } = shownOf(fields, settings)
  const change = changeOf(fields)

  function edit(next: VoiceFields) {
    setFields(next)
    setFailure(null)
    setResult(null)
  }

  async function run(kind: 'saving' | 'testing', work: () => Promise<{ isOk: boolean; text: string }>) {
    if (busy) return
    setBusy(kind)
    setFailure(null)
    setResult(null)
    try {
      setResult(await work())
    } catch (error) {
      const why = failureOf(error, Date.now())
      setFailure(why)
      element.current?.querySelector<HTMLElement>(`[name=${fieldName(why.field)}]`)?.focus()
    }
    setBusy(null)
  }

  function keep(values: SettingsBody) {
    return run('saving', async () => {
      await save(values)
      setFields({})
      onSaved?.()
      return { isOk: true, text: values.voiceKey ? texts.saved : settingsTexts.saved }
    })
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    void keep(change)
  }

  const errorOf = (field: string) => (failure?.field === field ? failure.text : undefined)
  return (
    <form ref={element} noValidate className="flex flex-col gap-4" onSubmit={submit}>
      <KeyField
        label={texts.key}
        name="voiceKey"
        saved={savedKey}
        value={fields.voiceKey}
        hint={texts.keyHint}
        error={errorOf('voiceKey')}
        onChange={(voiceKey) => {
          const { voiceKey: _, ...rest } = fields
          edit(voiceKey === undefined ? rest : { ...rest, voiceKey })
        }}
        forgetLead={texts.forgetLead}
        onForget={() => void keep({ voiceKey: null })}
      />
      <p className="text-sm text-ink-2">{texts.leaves(address === '' ? texts.openAi : address)}</p>
      <MoreFields label={texts.more} isOpen={Boolean(settings.voice.baseUrl)}>
        <Field
          label={texts.address}
          name="voiceBaseUrl"
          type="url"
          inputMode="url"
          hint={texts.addressHint}
          error={errorOf('voiceBaseUrl')}
          value={fields.voiceBaseUrl ?? settings.voice.baseUrl ?? ''}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          onChange={(event) => edit({ ...fields, voiceBaseUrl: event.target.value })}
        />
      </MoreFields>
      <div className="flex flex-col gap-3">
        {failure && fieldName(failure.field) === '' && <FailureNote text={failure.text} />}
        {result && <ResultNote {...result} />}
        <div className="flex flex-wrap gap-2">
          <Button
            className="h-11 flex-1"
            disabled={busy !== null}
            onClick={() =>
              void run('testing', () => api.ask('POST', '/api/whisper/test', change, providerTestAnswer))
            }
          >
            {busy === 'testing' ? texts.testing : texts.test}
          </Button>
          <Button
            type="submit"
            look="primary"
            className="h-11 flex-1"
            disabled={busy !== null || Object.keys(change).length === 0}
          >
            {busy === 'saving' ? settingsTexts.saving : settingsTexts.save}
          </Button>
        </div>
      </div>
    </form>
  )
}

function fieldName(field: string | undefined): string {
  return field === 'voiceKey' || field === 'voiceBaseUrl' ? field : ''
}

/** Where recordings go, empty for OpenAI; and the saved key, if it goes there. */
function shownOf({ voiceBaseUrl }: VoiceFields, { voice }: SettingsAnswer) {
  const savedAddress = voice.baseUrl ?? ''
  const address = (voiceBaseUrl ?? savedAddress).trim()
  const { isSet, lastFour } = voice.apiKey
  const savedKey = isSet && address === savedAddress ? { ...(lastFour !== undefined && { lastFour }) } : null
  return { address, savedKey }
}

/** What was filled in. An empty key means the one that is there. */
function changeOf({ voiceKey = '', voiceBaseUrl }: VoiceFields): {
  voiceKey?: string
  voiceBaseUrl?: string
} {
  return {
    ...(voiceKey.trim() !== '' && { voiceKey: voiceKey.trim() }),
    ...(voiceBaseUrl !== undefined && { voiceBaseUrl: voiceBaseUrl.trim() }),
  }
}
