import WrapText from 'lucide-react/icons/wrap-text'
import { useState } from 'react'
import { texts } from '../../texts.ts'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** Code with its language, a copy button and a switch that wraps long lines. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const [isWrapped, setIsWrapped] = useState(false)
  return (
    <div className="overflow-hidden rounded-[10px] border bg-sunken">
      <div className="flex items-center gap-1 pl-3">
        <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{language}</span>
        <IconButton
          label={isWrapped ? texts.transcript.keepLines : texts.transcript.wrapLines}
          icon={WrapText}
          size={16}
          aria-pressed={isWrapped}
          className={isWrapped ? 'text-accent-text' : ''}
          onClick={() => setIsWrapped(!isWrapped)}
        />
        <CopyButton label={texts.transcript.copyCode} text={() => code} />
      </div>
      <ScrollRegion label={texts.transcript.codeLabel(language)} className="overflow-x-auto px-3 pt-0.5 pb-3">
        <pre
          className={classNames(
            'font-mono text-sm',
            isWrapped && 'whitespace-pre-wrap [overflow-wrap:anywhere]',
          )}
        >
          <code>{code}</code>
        </pre>
      </ScrollRegion>
    </div>
  )
}
