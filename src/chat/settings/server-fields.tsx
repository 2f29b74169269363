import { Field } from '../ui/field.tsx'
import { KeyField } from './key-field.tsx'
import { useSettings } from './settings-context.tsx'
import { settingsTexts } from './settings-texts.ts'
import type { ProviderFormControl } from './use-provider-form.ts'

const texts = settingsTexts.provider

/** Where a provider is reached and by which key, as far as it has either. */
export function ServerFields({ control }: { control: ProviderFormControl }) {
  const { settings } = useSettings()
  const { form, shown, hasAddress, hasKey, errorOf, change, changeKey, settle, forgetKey } = control
  const { provider } = form
  return (
    <>
      {hasAddress && (
        <Field
          label={texts.address}
          name="baseUrl"
          type="url"
          inputMode="url"
          hint={provider === 'ollama' ? texts.addressHint.ollama : texts.addressHint.compatible}
          error={errorOf('baseUrl')}
          placeholder={provider === 'ollama' ? 'http://localhost:11434' : undefined}
          value={shown.baseUrl}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          onChange={(event) => change({ baseUrl: event.target.value })}
          onBlur={settle}
        />
      )}
      {hasKey && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that the field inside was left
        <div onBlur={settle}>
          <KeyField
            key={provider}
            saved={shown.key}
            value={form.apiKey}
            hint={provider === 'anthropic' ? texts.keyHint.anthropic : texts.keyHint.compatible}
            error={errorOf('apiKey')}
            onChange={changeKey}
            // Of another provider it would choose that one.
            onForget={provider === settings.provider ? () => void forgetKey() : undefined}
          />
        </div>
      )}
    </>
  )
}
