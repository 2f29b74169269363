import { useEffect, useState } from 'react'
import { texts } from '../texts.ts'
import { useChat } from './chat-context.tsx'
import { copyText } from './copy-text.ts'

/** Copies a text, says so, and knows for two seconds that it did. */
export function useCopying(text: () => string): { isCopied: boolean; copy: () => void } {
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

  return { isCopied, copy: () => void copy() }
}
