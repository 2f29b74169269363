import { useEffect, useRef, useState } from 'react'
import { texts as chatTexts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { copyText } from '../ui/copy-text.ts'
import { QuestionBlock } from './question-block.tsx'
import { securityTexts as texts } from './security-texts.ts'

/** New recovery codes, which are shown this once. */
export function SecurityCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const chat = useChat()
  const list = useRef<HTMLUListElement>(null)
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => list.current?.focus(), [])

  async function copy() {
    if (!(await chat.attempt(() => copyText(codes.join('\n'))))) return
    setIsCopied(true)
    chat.announcer.say(chatTexts.common.copied)
  }

  function download() {
    const text = [texts.codesFileHead(location.host), '', ...codes, ''].join('\n')
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    Object.assign(document.createElement('a'), { href: url, download: texts.codesFile }).click()
    URL.revokeObjectURL(url)
  }

  return (
    <QuestionBlock question={texts.recoveryCodes} lead={texts.recoveryLead}>
      <ul
        ref={list}
        tabIndex={-1}
        aria-label={texts.recoveryCodes}
        className="grid grid-cols-1 gap-x-6 gap-y-1.5 rounded-[10px] border bg-surface px-4 py-3 font-mono text-sm outline-none min-[400px]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void copy()}>{isCopied ? chatTexts.common.copied : texts.copyCodes}</Button>
        <Button onClick={download}>{texts.download}</Button>
        <Button look="primary" onClick={onKept}>
          {texts.kept}
        </Button>
      </div>
    </QuestionBlock>
  )
}
