import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { useEffect, useState } from 'react'
import { texts } from '../texts.ts'
import { useChat } from './chat-context.tsx'
import { copyText } from './copy-text.ts'
import { IconButton } from './icon-button.tsx'

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
  const chat = useChat()
  const [isCopied, setIsCopied] = useState(false)

  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [isCopied])

  async function copy() {
    if (!(await chat.attempt(() => copyText(text())))) return
    setIsCopied(true)
    chat.announcer.say(texts.common.copied)
  }

  return (
    <IconButton
      label={isCopied ? texts.common.copied : label}
      icon={isCopied ? Check : Copy}
      size={16}
      className={className ?? ''}
      onClick={() => void copy()}
    />
  )
}
