import { createStore, type StoreApi } from 'zustand/vanilla'

export interface PlayerState {
  /** The address of what is played, or was last. */
  source: string | null
  isPlaying: boolean
  /** Where it is, in ms. */
  at: number
  rate: number
}

/** Plays recordings, one at a time. */
export interface Player {
  readonly store: StoreApi<PlayerState>
  /** Plays, or pauses what plays; from its start when it is another one than before, or at its end. */
  toggle(source: string): void
  /** Goes to a place, in ms, and plays on if it was playing. */
  seek(source: string, at: number): void
  /** To the next of the speeds. */
  changeRate(): void
  /** Stops, because this source goes away. */
  release(source: string): void
}

const rates = [1, 1.5, 2]

export function createPlayer({
  audio,
  onFailure,
}: {
  audio: HTMLAudioElement
  onFailure: () => void
}): Player {
  const store = createStore<PlayerState>(() => ({ source: null, isPlaying: false, at: 0, rate: 1 }))
  const now = () => Math.round(audio.currentTime * 1000)

  audio.addEventListener('timeupdate', () => store.setState({ at: now() }))
  audio.addEventListener('play', () => store.setState({ isPlaying: true }))
  audio.addEventListener('pause', () => store.setState({ isPlaying: false }))
  audio.addEventListener('ended', () => {
    audio.currentTime = 0
    store.setState({ isPlaying: false, at: 0 })
  })
  audio.addEventListener('error', () => {
    // An empty address is one that was taken away.
    if (store.getState().source !== null) onFailure()
    store.setState({ isPlaying: false, at: 0 })
  })

  function load(source: string) {
    if (store.getState().source === source) return
    audio.src = source
    audio.playbackRate = store.getState().rate
    store.setState({ source, at: 0, isPlaying: false })
  }

  return {
    store,
    toggle(source) {
      load(source)
      if (!audio.paused) return audio.pause()
      // Refused when the next press came first, or by an error, which the element tells.
      audio.play().catch(() => store.setState({ isPlaying: false }))
    },
    seek(source, at) {
      load(source)
      audio.currentTime = at / 1000
      store.setState({ at })
    },
    changeRate() {
      const rate = rates[(rates.indexOf(store.getState().rate) + 1) % rates.length] ?? 1
      // The one that counts after the next source is loaded, too.
      audio.defaultPlaybackRate = rate
      audio.playbackRate = rate
      store.setState({ rate })
    },
    release(source) {
      if (store.getState().source !== source) return
      store.setState({ source: null, isPlaying: false, at: 0 })
      audio.pause()
      audio.removeAttribute('src')
    },
  }
}
