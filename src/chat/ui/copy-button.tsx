import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { texts } from '../texts.ts'
import { IconButton } from './icon-button.tsx'
import { useCopying } from './use-copying.ts'

/** Copies a text and says so for two seconds. */
export function CopyButton({
  label,
  text,
  className,
}: {
  label: string
  text: () => string
  className?: string
}) {
  const { isCopied, copy } = useCopying(text)
  return (
    <IconButton
      label={isCopied ? texts.common.copied : label}
      icon={isCopied ? Check : Copy}
      size={16}
      className={className ?? ''}
      onClick={copy}
    />
  )
}
