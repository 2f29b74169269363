import type { Chat } from '../chat.ts'

/** Puts a text into the composer as soon as there is a conversation to write in. */
export function composeWhenOpen({ active, compose }: Pick<Chat, 'active' | 'compose'>, text: string): void {
  if (active.store.getState().conversation) {
    compose(text)
    return
  }
  const stop = active.store.subscribe(({ conversation }) => {
    if (!conversation) return
    stop()
    compose(text)
  })
}
