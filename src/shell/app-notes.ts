import type { FromChat } from '../protocol/frames.ts'
import type { Overlays } from './overlays.ts'

type BuildMessage = Extract<
  FromChat,
  { type: 'bloby:rebuilding' | 'bloby:rebuilt' | 'bloby:build-error' | 'bloby:hmr-update' }
>

interface AppNotesDeps {
  note: Overlays['note']
  reload: () => void
  /** Opens the chat with this text. */
  askToFix: (text: string) => void
}

/** A rebuild that is over sooner than this is not worth a note that flashes by. */
const slowMs = 700
const rebuiltForMs = 6_000

/**
 * Says over the app what is built: a rebuild that takes its time, the news that it is over with the offer to load the app again,
 * and an error until it is mended. `show` gives `mended` when there was an error and the app can be expected to work again.
 */
export function createAppNotes({ note, reload, askToFix }: AppNotesDeps) {
  let shown: 'nothing' | 'rebuilding' | 'rebuilt' | 'error' = 'nothing'
  let isBroken = false
  let timer: number | undefined

  function later(ms: number, run: () => void): void {
    clearTimeout(timer)
    timer = window.setTimeout(run, ms)
  }

  function hide(): void {
    clearTimeout(timer)
    shown = 'nothing'
    note(null)
  }

  function reloadAndHide(): void {
    hide()
    reload()
  }

  function showError(title: string): void {
    clearTimeout(timer)
    shown = 'error'
    isBroken = true
    note({
      title,
      look: 'problem',
      actions: [
        { label: 'Ask Bloby to fix it', isPrimary: true, run: () => askToFix(`Please fix this: ${title}`) },
        { label: 'Hide', run: hide },
      ],
    })
  }

  function showRebuilt(): void {
    const wasShown = shown
    hide()
    if (wasShown === 'nothing') return
    shown = 'rebuilt'
    note({ title: 'Your app was rebuilt', actions: [{ label: 'Reload', run: reloadAndHide }] })
    later(rebuiltForMs, hide)
  }

  function showRebuilding(): void {
    if (shown === 'error') return
    later(slowMs, () => {
      shown = 'rebuilding'
      note({ title: 'Rebuilding your app', look: 'busy' })
    })
  }

  function mend(): 'mended' | undefined {
    const wasBroken = isBroken
    isBroken = false
    return wasBroken ? 'mended' : undefined
  }

  return {
    show(message: BuildMessage): 'mended' | undefined {
      switch (message.type) {
        case 'bloby:build-error':
          showError(message.title)
          return undefined
        case 'bloby:rebuilding':
          showRebuilding()
          return undefined
        case 'bloby:rebuilt':
          showRebuilt()
          return mend()
        case 'bloby:hmr-update':
          if (shown === 'error') hide()
          return mend()
      }
    },
  }
}
