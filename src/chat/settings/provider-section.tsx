import type { FormEvent } from 'react'
import { useStore } from 'zustand/react'
import { efforts, type ProviderName } from '../../protocol/settings.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Field } from '../ui/field.tsx'
import { FailureNote } from '../ui/form-failure.tsx'
import { ChoiceCards } from './choice-cards.tsx'
import { ClaudeLogin } from './claude-login.tsx'
import { EngineBlock } from './engine-block.tsx'
import { ModelField } from './model-field.tsx'
import { MoreFields } from './more-fields.tsx'
import { isChanged } from './provider-form.ts'
import { QuestionBlock } from './question-block.tsx'
import { ResultNote } from './result-note.tsx'
import { SelectField } from './select-field.tsx'
import { ServerFields } from './server-fields.tsx'
import { useSettings } from './settings-context.tsx'
import { settingsTexts } from './settings-texts.ts'
import { useProviderForm } from './use-provider-form.ts'

const texts = settingsTexts.provider
const order: ProviderName[] = ['anthropic', 'ollama', 'compatible', 'demo']

/** Who thinks for Bloby, with all that this needs. Nothing changes before it is saved. */
export function ProviderSection() {
  const { settings } = useSettings()
  const isForModel = useStore(useChat().settings, ({ place }) => place === 'provider/model')
  const control = useProviderForm()
  const { form, shown, isLogin, busy, result, failure, errorOf, choose, change } = control
  const { provider } = form

  function submit(event: FormEvent) {
    event.preventDefault()
    void control.save()
  }

  return (
    <form ref={control.attach} noValidate onSubmit={submit}>
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
          <ServerFields control={control} />
          {isLogin && <ClaudeLogin />}
          <ModelField
            key={`${provider} ${form.auth}`}
            list={control.models}
            value={shown.model}
            isOptional={provider === 'anthropic'}
            error={errorOf('model')}
            said={result?.text}
            isWanted={isForModel}
            onChange={(model) => change({ model })}
            askAgain={control.askAgain}
          />
          {provider !== 'ollama' && (
            <MoreFields label={texts.more}>
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
            </MoreFields>
          )}
          {!isLogin && <EngineBlock />}
        </div>
      )}
      <div className="flex flex-col gap-3">
        {failure && <FailureNote text={failure} />}
        {result && <ResultNote {...result} />}
        <div className="flex flex-wrap gap-2">
          {provider !== 'demo' && !isLogin && (
            <Button className="h-11 flex-1" disabled={busy !== null} onClick={() => void control.test()}>
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
