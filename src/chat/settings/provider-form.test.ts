import { describe, expect, it } from 'vitest'
import type { SettingsAnswer } from '../../protocol/settings.ts'
import { canAsk, changeOf, formOf, isChanged, type ProviderForm, serverOf, shownOf } from './provider-form.ts'

const settings: SettingsAnswer = {
  ownerName: 'Ada',
  theme: 'system',
  language: 'auto',
  provider: 'compatible',
  model: 'glm',
  baseUrl: 'http://localhost:1234',
  apiKey: { isSet: true, lastFour: '7Kq9' },
  providers: {
    anthropic: { model: '', baseUrl: 'https://api.anthropic.com', apiKey: { isSet: true } },
    ollama: { model: 'qwen3', baseUrl: 'http://localhost:11434', apiKey: { isSet: false } },
    compatible: {
      model: 'glm',
      baseUrl: 'http://localhost:1234',
      apiKey: { isSet: true, lastFour: '7Kq9' },
    },
  },
  anthropicAuth: 'key',
  access: 'workspace',
  effort: 'high',
  fallbackModel: '',
  turnBudgetUsd: null,
  dailyBudgetUsd: 5,
  networkHosts: [],
  voice: { apiKey: { isSet: false } },
}
const form = formOf(settings)

describe('the form of the provider', () => {
  it('begins with what is saved, and nothing of it is a change', () => {
    expect(shownOf(form, settings)).toEqual({
      baseUrl: 'http://localhost:1234',
      model: 'glm',
      effort: 'high',
      fallbackModel: '',
      key: { lastFour: '7Kq9' },
    })
    expect(isChanged(form, settings)).toBe(false)
    expect(isChanged({ ...form, model: 'glm', apiKey: ' ' }, settings)).toBe(false)
    expect(changeOf(form)).toEqual({ provider: 'compatible' })
  })

  it('shows of another provider what is kept for it, and choosing it is a change', () => {
    const other: ProviderForm = { ...form, provider: 'anthropic' }
    expect(shownOf(other, settings)).toMatchObject({ model: '', key: {} })
    const ollama = { baseUrl: 'http://localhost:11434', model: 'qwen3', key: null }
    expect(shownOf({ ...form, provider: 'ollama' }, settings)).toMatchObject(ollama)
    expect(shownOf({ ...form, provider: 'demo' }, settings)).toMatchObject({ model: '', key: null })
    expect(isChanged(other, settings)).toBe(true)
    expect(changeOf(other)).toEqual({ provider: 'anthropic', anthropicAuth: 'key' })
  })

  it('saves what was touched, and an emptied field as empty', () => {
    const touched: ProviderForm = {
      ...form,
      baseUrl: ' http://10.0.0.2:8000 ',
      model: '',
      effort: '',
      apiKey: ' k ',
    }
    expect(changeOf(touched)).toEqual({
      provider: 'compatible',
      baseUrl: 'http://10.0.0.2:8000',
      model: '',
      effort: '',
      apiKey: 'k',
    })
  })

  it('no longer counts on the saved key at another address', () => {
    expect(shownOf({ ...form, baseUrl: 'http://localhost:1234/v1/' }, settings).key).not.toBeNull()
    expect(shownOf({ ...form, baseUrl: 'http://example.org' }, settings).key).toBeNull()
  })

  it('gives no provider what it has no use for', () => {
    const full: ProviderForm = { ...form, apiKey: 'k', baseUrl: 'http://x.test', model: 'm', effort: 'low' }
    expect(changeOf({ ...full, provider: 'demo' })).toEqual({ provider: 'demo' })
    expect(changeOf({ ...full, provider: 'ollama' })).toEqual({
      provider: 'ollama',
      baseUrl: 'http://x.test',
      model: 'm',
    })
    expect(serverOf({ ...full, provider: 'anthropic', auth: 'login' })).toEqual({
      provider: 'anthropic',
      anthropicAuth: 'login',
      model: 'm',
    })
  })

  it('asks a server for its models once there is enough to ask it with', () => {
    const ask = (changes: Partial<ProviderForm>) => {
      const asked = { ...form, ...changes }
      return canAsk(asked, shownOf(asked, settings))
    }
    expect(ask({})).toBe(true)
    expect(ask({ provider: 'ollama' })).toBe(true)
    expect(ask({ provider: 'compatible', baseUrl: ' ' })).toBe(false)
    expect(ask({ provider: 'anthropic' })).toBe(true)
    expect(ask({ provider: 'anthropic', baseUrl: 'http://x.test' })).toBe(false)
    expect(ask({ provider: 'anthropic', apiKey: 'k' })).toBe(true)
    expect(ask({ provider: 'anthropic', apiKey: 'k', auth: 'login' })).toBe(true)
    expect(ask({ provider: 'demo' })).toBe(false)
  })
})
