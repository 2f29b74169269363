import { createStore, type StoreApi } from 'zustand/vanilla'

export interface CodePiece {
  text: string
  /** Which of the colours `--code-…`; undefined for that of the text. */
  colour: string | undefined
}

type Highlight = (code: string, language: string) => readonly CodePiece[] | undefined

export interface Highlighter {
  /** `highlight` is null until it was wanted and has come. */
  readonly store: StoreApi<{ highlight: Highlight | null }>
  /** There is code to colour. It stays plain when the colours cannot be had, and is tried again with the next. */
  want(): void
}

/** @param load brings the code that knows the languages */
export function createHighlighter(load: () => Promise<Highlight>): Highlighter {
  const store = createStore<{ highlight: Highlight | null }>(() => ({ highlight: null }))
  let isLoading = false
  return {
    store,
    want() {
      if (isLoading || store.getState().highlight) return
      isLoading = true
      load().then(
        (highlight) => store.setState({ highlight }),
        () => {
          isLoading = false
        },
      )
    },
  }
}
