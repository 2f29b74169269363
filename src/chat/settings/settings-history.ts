import { useLayoutEffect } from 'react'
import { useChat } from '../ui/chat-context.tsx'
import type { SettingsPlace } from './settings-place.ts'

/** What a step of the browser's history keeps of the settings; `depth` counts the steps since they were opened. */
interface SettingsStep {
  settings: SettingsPlace
  depth: number
}

/** The page that lies above a page; null above the overview. */
export function parentOf(place: SettingsPlace): SettingsPlace | null {
  if (place === 'overview') return null
  return place.startsWith('memory/') ? 'memory' : 'overview'
}

/**
 * Makes each page of the settings a step of the browser's history, so that its back button and the edge swipe lead to the one before,
 * and the address of the page leads back to it. Gives what the arrow in the heading does: the same.
 */
export function useSettingsHistory(place: SettingsPlace): () => void {
  const chat = useChat()

  // With what is shown, not after it: a way back that is taken at once must find the step.
  useLayoutEffect(() => {
    const step = currentStep()
    if (step?.settings === place) return
    // Opened by its address: what lies below is the chat.
    if (!step && location.hash.startsWith('#settings')) history.replaceState(null, '', bareAddress())
    const isUp = step !== null && place === parentOf(step.settings)
    const next: SettingsStep = { settings: place, depth: (step?.depth ?? 0) + (isUp ? 0 : 1) }
    history[isUp ? 'replaceState' : 'pushState'](next, '', `#settings/${place}`)
  }, [place])

  useLayoutEffect(() => {
    const follow = () => chat.openSettings(currentStep()?.settings ?? null)
    addEventListener('popstate', follow)
    return () => {
      removeEventListener('popstate', follow)
      const depth = currentStep()?.depth ?? 0
      if (depth > 0) history.go(-depth)
    }
  }, [chat])

  return () => {
    if ((currentStep()?.depth ?? 0) > 1) history.back()
    else chat.openSettings(parentOf(place))
  }
}

function currentStep(): SettingsStep | null {
  const state: Partial<SettingsStep> | null = history.state
  return state?.settings === undefined || state.depth === undefined
    ? null
    : { settings: state.settings, depth: state.depth }
}

function bareAddress(): string {
  return location.pathname + location.search
}
