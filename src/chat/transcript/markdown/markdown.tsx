import { memo, useState } from 'react'
import { GroupedBlocks } from './block.tsx'
import { createBlockLexer } from './block-lexer.ts'

/** Markdown as elements, cheap to draw again while it grows. */
export const Markdown = memo(function Markdown({ text, isComplete }: { text: string; isComplete: boolean }) {
  const [lexer] = useState(createBlockLexer)
  return (
    <div className="prose">
      <GroupedBlocks tokens={lexer.read(text, isComplete)} />
    </div>
  )
})
