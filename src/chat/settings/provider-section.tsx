import ChevronRight from 'lucide-react/icons/chevron-right'
import { type FormEvent, useRef, useState } from 'react'
import { efforts, type ProviderName, providerTestAnswer } from '../../protocol/settings.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Field } from '../ui/field.tsx'
import { FailureNote, type FormFailure, failureOf } from '../ui/form-failure.tsx'
import { ChoiceCards } from './choice-cards.tsx'
import { ClaudeLogin } from './claude-login.tsx'
import { EngineBlock } from './engine-block.tsx'
import { KeyField } from './key-field.tsx'
import { ModelField } from './model-field.tsx'
import { canAsk, changeOf, formOf, isChanged, type ProviderForm, serverOf, shownOf } from './provider-form.ts'
import { QuestionBlock } from './question-block.tsx'
import { ResultNote } from './result-note.tsx'
import { SelectField } from './select-field.tsx'
import { useSettings } from './settings-context.tsx'
import { settingsTexts } from './settings-texts.ts'
import { useModels } from './use-models.ts'

const texts = settingsTexts.provider
const order: ProviderName[] = ['anthropic', 'ollama', 'compatible', 'demo']
const fields = ['apiKey', 'baseUrl', 'model', 'fallbackModel']

/** Who thinks for Bloby, with all that this needs. Nothing changes before it is saved. */
export function ProviderSection() {
  const { api } = useChat()
  const { settings, save } = useSettings()
  const element = useRef<HTMLFormElement>(null)
  const [form, setForm] = useState<ProviderForm>(() => formOf(settings))
  const [busy, setBusy] = useState<'saving' | 'testing' | null>(null)
  const [failure, setFailure] = useState<FormFailure | null>(null)
  const [result, setResult] = useState<{ isOk: boolean; text: string } | null>(null)
  const shown = shownOf(form, settings)
  const { provider } = form
  const isLogin = provider === 'anthropic' && form.auth === 'login'
  const hasKey = provider === 'compatible' || (provider === 'anthropic' && !isLogin)
  const hasAddress = provider === 'ollama' || provider === 'compatible'

  // What is still being typed is no question yet.
  const [asked, setAsked] = useState(form)
  const { model: _, ...question } = serverOf(asked)
  const [models, askAgain] = useModels(canAsk(asked, shownOf(asked, settings)) ? question : null)

  function choose(next: ProviderForm) {
    setForm(next)
    setAsked(next)
    setFailure(null)
    setResult(null)
  }

  function change(changes: Partial<ProviderForm>) {
    setForm({ ...form, ...changes })
    setFailure(null)
    setResult(null)
  }

  function refuse(field: string, text: string) {
    setFailure({ field, text })
    element.current?.querySelector<HTMLElement>(`[name=${field}]`)?.focus()
  }

  /** What is missing, seen from here. */
  function isIncomplete(): boolean {
    if (provider === 'compatible' && shown.baseUrl.trim() === '') refuse('baseUrl', texts.addressMissing)
    else if (hasAddress && shown.model.trim() === '') refuse('model', texts.modelMissing)
    else return false
    return true
  }

  async function run(kind: 'saving' | 'testing', work: () => Promise<{ isOk: boolean; text: string }>) {
    if (busy || isIncomplete()) return
    setBusy(kind)
    setFailure(null)
    setResult(null)
    setAsked(form)
    try {
      setResult(await work())
    } catch (error) {
      const why = failureOf(error, Date.now())
      if (why.field !== undefined && fields.includes(why.field)) refuse(why.field, why.text)
      else setFailure({ text: why.text })
    }
    setBusy(null)
  }

  const test = () =>
    run('testing', () => api.ask('POST', '/api/providers/test', serverOf(form), providerTestAnswer))

  function submit(event: FormEvent) {
    event.preventDefault()
    void run('saving', async () => {
      await save(changeOf(form))
      choose({ provider, auth: form.auth })
      return { isOk: true, text: texts.saved(texts.names[provider]) }
    })
  }

  function forget() {
    void run('saving', async () => {
      await save({ provider, apiKey: null })
      return { isOk: true, text: settingsTexts.saved }
    })
  }

  const errorOf = (field: string) => (failure?.field === field ? failure.text : undefined)
  return (
    <form ref={element} noValidate onSubmit={submit}>
      <QuestionBlock question={texts.question}>
        <ChoiceCards
          label={texts.question}
          choices={order.map((name) => ({ name, title: texts.names[name], lead: texts.leads[name] }))}
          chosen={provider}
          onChoose={(name) => choose({ provider: name, auth: form.auth })}
        />
      </QuestionBlock>
      {provider === 'anthropic' && (
        <QuestionBlock question={texts.authQuestion}>
          <ChoiceCards
            label={texts.authQuestion}
            choices={(['key', 'login'] as const).map((name) => ({
              name,
              title: texts.auths[name],
              lead: texts.authLeads[name],
            }))}
            chosen={form.auth}
            onChoose={(auth) => choose({ provider, auth })}
          />
        </QuestionBlock>
      )}
      {provider !== 'demo' && (
        <div className="mb-7 flex flex-col gap-4">
          {hasAddress && (
            <Field
              label={texts.address}
              name="baseUrl"
              type="url"
              inputMode="url"
              hint={texts.addressHint[provider]}
              error={errorOf('baseUrl')}
              placeholder={provider === 'ollama' ? 'http://localhost:11434' : undefined}
              value={shown.baseUrl}
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              onChange={(event) => change({ baseUrl: event.target.value })}
              onBlur={() => setAsked(form)}
            />
          )}
          {hasKey && (
            // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that the field inside was left
            <div onBlur={() => setAsked(form)}>
              <KeyField
                key={provider}
                saved={shown.key}
                value={form.apiKey}
                hint={texts.keyHint[provider]}
                error={errorOf('apiKey')}
                onChange={(apiKey) => {
                  const { apiKey: _, ...rest } = form
                  setForm(apiKey === undefined ? rest : { ...rest, apiKey })
                  setFailure(null)
                  setResult(null)
                }}
                // Of another provider it would choose that one.
                onForget={provider === settings.provider ? forget : undefined}
              />
            </div>
          )}
          {isLogin && <ClaudeLogin />}
          <ModelField
            key={`${provider} ${form.auth}`}
            list={models}
            value={shown.model}
            isOptional={provider === 'anthropic'}
            error={errorOf('model')}
            onChange={(model) => change({ model })}
            askAgain={askAgain}
          />
          {provider !== 'ollama' && (
            <details className="group/more">
              <summary className="flex min-h-control items-center text-sm font-medium text-accent-text">
                {texts.more}
                <ChevronRight
                  size={16}
                  strokeWidth={1.75}
                  aria-hidden
                  className="ml-1 transition-transform duration-[120ms] group-open/more:rotate-90"
                />
              </summary>
              <div className="mt-2 flex flex-col gap-4">
                <SelectField
                  label={texts.effort}
                  hint={texts.effortHint}
                  value={shown.effort}
                  onChange={({ target }) =>
                    change({ effort: efforts.find((effort) => effort === target.value) ?? '' })
                  }
                >
                  <option value="">{texts.effortDefault}</option>
                  {efforts.map((effort) => (
                    <option key={effort} value={effort}>
                      {texts.efforts[effort]}
                    </option>
                  ))}
                </SelectField>
                <Field
                  label={texts.fallback}
                  name="fallbackModel"
                  hint={texts.fallbackHint}
                  error={errorOf('fallbackModel')}
                  value={shown.fallbackModel}
                  autoComplete="off"
                  autoCapitalize="none"
                  autoCorrect="off"
                  spellCheck={false}
                  className="font-mono"
                  onChange={(event) => change({ fallbackModel: event.target.value })}
                />
              </div>
            </details>
          )}
          {!isLogin && <EngineBlock />}
        </div>
      )}
      <div className="flex flex-col gap-3">
        {failure && !fields.includes(failure.field ?? '') && <FailureNote text={failure.text} />}
        {result && <ResultNote {...result} />}
        <div className="flex flex-wrap gap-2">
          {provider !== 'demo' && !isLogin && (
            <Button className="h-11 flex-1" disabled={busy !== null} onClick={() => void test()}>
              {busy === 'testing' ? texts.testing : texts.test}
            </Button>
          )}
          <Button
            type="submit"
            look="primary"
            className="h-11 flex-1"
            disabled={busy !== null || !isChanged(form, settings)}
          >
            {busy === 'saving' ? settingsTexts.saving : settingsTexts.save}
          </Button>
        </div>
      </div>
    </form>
  )
}
