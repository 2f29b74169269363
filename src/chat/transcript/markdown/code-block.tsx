import WrapText from 'lucide-react/icons/wrap-text'
import { memo, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand/react'
import { texts } from '../../texts.ts'
import { useChat } from '../../ui/chat-context.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** Code with its language, a copy button and a switch that wraps long lines. It gets its colours once it is all there. */
export function CodeBlock({
  code,
  language,
  isClosed,
}: {
  code: string
  language: string
  isClosed: boolean
}) {
  const [isWrapped, setIsWrapped] = useState(false)
  const shown = useRef(code)
  useLayoutEffect(() => {
    shown.current = code
  }, [code])
  return (
    <div className="overflow-hidden rounded-[10px] border bg-sunken">
      <Head language={language} isWrapped={isWrapped} wrap={setIsWrapped} shown={shown} />
      <ScrollRegion label={texts.transcript.codeLabel(language)} className="overflow-x-auto px-3 pt-0.5 pb-3">
        <pre
          className={classNames(
            'font-mono text-sm',
            isWrapped && 'whitespace-pre-wrap [overflow-wrap:anywhere]',
          )}
        >
          <code>{isClosed && language !== '' ? <Coloured code={code} language={language} /> : code}</code>
        </pre>
      </ScrollRegion>
    </div>
  )
}

/** Apart from the code, so that it is not drawn again with each word of it. */
const Head = memo(function Head({
  language,
  isWrapped,
  wrap,
  shown,
}: {
  language: string
  isWrapped: boolean
  wrap: (isWrapped: boolean) => void
  shown: RefObject<string>
}) {
  return (
    <div className="flex items-center gap-1 pl-3">
      <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{language}</span>
      <IconButton
        label={isWrapped ? texts.transcript.keepLines : texts.transcript.wrapLines}
        icon={WrapText}
        size={16}
        aria-pressed={isWrapped}
        className={isWrapped ? 'text-accent-text' : ''}
        onClick={() => wrap(!isWrapped)}
      />
      <CopyButton label={texts.transcript.copyCode} text={() => shown.current} />
    </div>
  )
})

function Coloured({ code, language }: { code: string; language: string }) {
  const { highlighter } = useChat()
  const highlight = useStore(highlighter.store, (state) => state.highlight)
  useEffect(() => highlighter.want(), [highlighter])
  const pieces = useMemo(() => highlight?.(code, language.toLowerCase()), [highlight, code, language])
  if (!pieces) return code
  return pieces.map(({ text, colour }, index) =>
    colour === undefined ? (
      text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces are their place
      <span key={index} style={{ color: `var(--code-${colour})` }}>
        {text}
      </span>
    ),
  )
}
