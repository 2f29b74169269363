import { type ComponentType, useEffect, useState } from 'react'
import { texts } from '../texts.ts'
import { useChat } from './chat-context.tsx'

/**
 * A part of the page whose code comes when it is first shown. What can be closed is closed again, with a word, when the code cannot be
 * had: without a network, or because Bloby was updated under the page. Anything else then throws to the boundary above it.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  /** Once it came, it is there at once: a row that is scrolled back into view keeps its height. */
  let known: { Part: ComponentType<Props> } | null = null
  return function LazyPart(props: Props) {
    const { notice } = useChat()
    const [part, setPart] = useState<{ Part: ComponentType<Props> } | { error: unknown } | null>(known)

    useEffect(() => {
      if (known) return
      let isWanted = true
      load().then(
        (Part) => {
          known = { Part }
          if (isWanted) setPart(known)
        },
        (error: unknown) => isWanted && setPart({ error }),
      )
      return () => {
        isWanted = false
      }
    }, [])

    const close = 'close' in props && typeof props.close === 'function' ? props.close : undefined
    const hasFailed = part !== null && 'error' in part
    useEffect(() => {
      if (!hasFailed || !close) return
      notice.setState({ text: texts.errors.missingPart })
      close()
    }, [hasFailed, close, notice])

    if (part === null) return null
    if ('Part' in part) return <part.Part {...props} />
    if (close) return null
    throw part.error
  }
}
