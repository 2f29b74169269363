import { useState } from 'react'
import { useStore } from 'zustand/react'
import { languageChoices } from '../../protocol/language.ts'
import { Button } from '../ui/button.tsx'
import { usePage } from '../ui/chat-context.tsx'
import { failureOf } from '../ui/form-failure.tsx'
import { appearanceTexts as texts } from './appearance-texts.ts'
import { BubbleBlock } from './bubble-block.tsx'
import { ChoiceCards } from './choice-cards.tsx'
import { QuestionBlock } from './question-block.tsx'
import { SelectField } from './select-field.tsx'
import { useSettings } from './settings-context.tsx'

/** How it looks and speaks. Each change holds at once. */
export function AppearanceSection() {
  const { theme } = usePage()
  const chosen = useStore(theme.store, (state) => state.theme)
  return (
    <>
      <QuestionBlock question={texts.theme} lead={texts.themeLead}>
        <ChoiceCards
          label={texts.theme}
          choices={(['system', 'light', 'dark'] as const).map((name) => ({
            name,
            title: texts.themes[name],
          }))}
          chosen={chosen}
          onChoose={theme.choose}
        />
      </QuestionBlock>
      <QuestionBlock question={texts.language}>
        <LanguageField />
      </QuestionBlock>
      <BubbleBlock />
    </>
  )
}

function LanguageField() {
  const { settings, save } = useSettings()
  const [isNew, setIsNew] = useState(false)
  const [failure, setFailure] = useState<string>()

  async function choose(value: string) {
    const language = languageChoices.find((choice) => choice === value)
    if (!language) return
    setFailure(undefined)
    try {
      await save({ language })
      setIsNew(true)
    } catch (error) {
      setFailure(failureOf(error, Date.now()).text)
    }
  }

  return (
    <>
      <SelectField
        label={texts.language}
        hint={texts.languageHint}
        error={failure}
        value={settings.language}
        onChange={({ target }) => void choose(target.value)}
      >
        {languageChoices.map((choice) => (
          <option key={choice} value={choice} lang={choice === 'auto' ? undefined : choice}>
            {texts.languages[choice]}
          </option>
        ))}
      </SelectField>
      {isNew && (
        <Button className="self-start" onClick={() => location.reload()}>
          {texts.reload}
        </Button>
      )}
    </>
  )
}
