import { describe, expect, it } from 'vitest'
import { onboardSteps } from '../../protocol/onboard.ts'
import { defaultModel, placeOf, stepAfter, stepBefore, stepToResume } from './steps.ts'

describe('the order of the steps', () => {
  it('leads through all of them with a real provider, there and back', () => {
    for (const [index, step] of onboardSteps.entries()) {
      expect(placeOf(step)).toBe(index + 1)
      expect(stepAfter(step, 'anthropic')).toBe(onboardSteps[index + 1] ?? 'done')
      expect(stepBefore(step, 'anthropic')).toBe(onboardSteps[index - 1])
    }
  })

  it('asks nothing of a provider that there is not', () => {
    expect(stepAfter('provider', 'demo')).toBe('handle')
    expect(stepBefore('handle', 'demo')).toBe('provider')
    expect(stepToResume('auth', 'demo')).toBe('provider')
    expect(stepToResume('auth', 'ollama')).toBe('auth')
    expect(stepAfter('model', 'demo')).toBe('handle')
  })
})

describe('the model that is proposed', () => {
  const models = [{ id: 'tiny', name: 'tiny (can’t use tools)' }, { id: 'qwen3:8b' }, { id: 'other' }]

  it('is Ollama’s first that can use tools, or else the first', () => {
    expect(defaultModel({ models }, 'ollama')).toBe('qwen3:8b')
    expect(defaultModel({ models: models.slice(0, 1) }, 'ollama')).toBe('tiny')
    expect(defaultModel({ models }, 'compatible')).toBe('tiny')
    expect(defaultModel({ models: [] }, 'compatible')).toBe('')
  })
})
