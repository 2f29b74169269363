import { type RefCallback, useRef, useState } from 'react'
import { providerModelsAnswer, providerTestAnswer } from '../../protocol/settings.ts'
import { useChat } from '../ui/chat-context.tsx'
import { type FormFailure, failureOf } from '../ui/form-failure.tsx'
import {
  canAsk,
  changeOf,
  formOf,
  type ProviderForm,
  type ShownProvider,
  serverOf,
  shownOf,
} from './provider-form.ts'
import { useSettings } from './settings-context.tsx'
import { settingsTexts } from './settings-texts.ts'
import { type ModelList, useModels } from './use-models.ts'

const texts = settingsTexts.provider
const fields = ['apiKey', 'baseUrl', 'model', 'fallbackModel']

interface Result {
  isOk: boolean
  text: string
}

/** What is filled in about the provider, what came of it, and what can be done with it. */
export interface ProviderFormControl {
  /** For what holds the fields: one that is wrong takes the focus. */
  attach: RefCallback<HTMLElement>
  form: ProviderForm
  shown: ShownProvider
  isLogin: boolean
  hasKey: boolean
  hasAddress: boolean
  models: ModelList
  askAgain: () => void
  busy: 'saving' | 'testing' | null
  result: Result | null
  /** What is wrong with the form as a whole. */
  failure: string | undefined
  errorOf(field: string): string | undefined
  /** Another choice: what was filled in before is forgotten. */
  choose(next: ProviderForm): void
  change(changes: Partial<ProviderForm>): void
  /** Fills in a model that the owner did not choose. */
  propose(model: string): void
  /** Undefined: the saved key stays. */
  changeKey(apiKey: string | undefined): void
  /** A field was left: what is in it may be asked about. */
  settle(): void
  /** These give whether it went well; why not is shown. */
  test(): Promise<boolean>
  save(options?: { needsModel: boolean }): Promise<boolean>
  forgetKey(): Promise<boolean>
  /** Saves who thinks for Bloby once they answer: the server with any of its models, or with the one that is chosen. */
  connect(what: 'server' | 'model'): Promise<boolean>
}

/** Nothing changes before it is saved. */
export function useProviderForm(begin?: ProviderForm): ProviderFormControl {
  const { api } = useChat()
  const { settings, save } = useSettings()
  const element = useRef<HTMLElement | null>(null)
  const [form, setForm] = useState<ProviderForm>(() => begin ?? formOf(settings))
  const [busy, setBusy] = useState<'saving' | 'testing' | null>(null)
  const [failure, setFailure] = useState<FormFailure | null>(null)
  const [result, setResult] = useState<Result | null>(null)
  // What is still being typed is no question yet.
  const [asked, setAsked] = useState(form)
  const { model: _, ...question } = serverOf(asked)
  const [models, askAgain] = useModels(canAsk(asked, shownOf(asked, settings)) ? question : null)

  const shown = shownOf(form, settings)
  const { provider, auth } = form
  const isLogin = provider === 'anthropic' && auth === 'login'
  const hasAddress = provider === 'ollama' || provider === 'compatible'

  function edit(next: ProviderForm) {
    setForm(next)
    setFailure(null)
    setResult(null)
  }

  function choose(next: ProviderForm) {
    edit(next)
    setAsked(next)
  }

  const [attach] = useState(() => (holder: HTMLElement | null) => {
    element.current = holder
  })

  function refuse(field: string, text: string) {
    setFailure({ field, text })
    element.current?.querySelector<HTMLElement>(`[name=${field}]`)?.focus()
  }

  /** What is missing, seen from here. */
  function isIncomplete(needsModel: boolean): boolean {
    if (provider === 'compatible' && shown.baseUrl.trim() === '') refuse('baseUrl', texts.addressMissing)
    else if (needsModel && hasAddress && shown.model.trim() === '') refuse('model', texts.modelMissing)
    else return false
    return true
  }

  async function run(
    kind: 'saving' | 'testing',
    work: () => Promise<Result>,
    needsModel = true,
  ): Promise<boolean> {
    if (busy || isIncomplete(needsModel)) return false
    setBusy(kind)
    setFailure(null)
    setResult(null)
    setAsked(form)
    let isOk = false
    try {
      const came = await work()
      isOk = came.isOk
      setResult(came)
    } catch (error) {
      const why = failureOf(error, Date.now())
      if (why.field !== undefined && fields.includes(why.field)) refuse(why.field, why.text)
      else setFailure({ text: why.text })
    }
    setBusy(null)
    return isOk
  }

  async function saveForm(): Promise<Result> {
    await save(changeOf(form))
    choose({ provider, auth })
    return { isOk: true, text: texts.saved(texts.names[provider]) }
  }

  const tryIt = () => api.ask('POST', '/api/providers/test', serverOf(form), providerTestAnswer)

  /** A server with an address cannot be tried without a model; that it names some says enough. */
  async function askForModels(): Promise<Result> {
    const { model: _, ...server } = serverOf(form)
    const { models, advice } = await api.ask('POST', '/api/providers/models', server, providerModelsAnswer)
    return models.length > 0
      ? { isOk: true, text: texts.modelsFound(models.length) }
      : { isOk: false, text: advice ?? texts.modelsNone }
  }

  return {
    attach,
    form,
    shown,
    isLogin,
    hasKey: provider === 'compatible' || (provider === 'anthropic' && !isLogin),
    hasAddress,
    models,
    askAgain,
    busy,
    result,
    failure: failure && !fields.includes(failure.field ?? '') ? failure.text : undefined,
    errorOf: (field) => (failure?.field === field ? failure.text : undefined),
    choose,
    change: (changes) => edit({ ...form, ...changes }),
    propose: (model) => setForm({ ...form, model }),
    changeKey(apiKey) {
      const { apiKey: _, ...rest } = form
      edit(apiKey === undefined ? rest : { ...rest, apiKey })
    },
    settle: () => setAsked(form),
    test: () => run('testing', tryIt),
    save: ({ needsModel } = { needsModel: true }) => run('saving', saveForm, needsModel),
    forgetKey: () =>
      run('saving', async () => {
        await save({ provider, apiKey: null })
        return { isOk: true, text: settingsTexts.saved }
      }),
    connect(what) {
      const isServer = what === 'server'
      return run(
        'testing',
        async () => {
          const came = await (isServer && hasAddress ? askForModels() : tryIt())
          if (came.isOk) await saveForm()
          return came
        },
        !isServer,
      )
    },
  }
}
