import { Lexer, type Token } from 'marked'

export interface BlockLexer {
  /**
   * The blocks of a text. While it grows, only its last block is read again, and blocks that did not change are the same objects as
   * before. Once complete, all of it is read once more, for references that are defined at its end.
   */
  read(text: string, isComplete: boolean): readonly Token[]
}

export function createBlockLexer(): BlockLexer {
  let lastText: string | undefined
  let lastIsComplete = false
  let blocks: readonly Token[] = []
  let stableText = ''
  let stable: readonly Token[] = []

  function readGrowing(text: string): readonly Token[] {
    if (!text.startsWith(stableText)) {
      stableText = ''
      stable = []
    }
    const tail = withoutHalfMarker(text.slice(stableText.length))
    const tokens = lex(tail)
    const lastIndex = tokens.findLastIndex((token) => token.type !== 'space')
    const settled = tokens.slice(0, Math.max(0, lastIndex))
    const settledText = settled.map((token) => token.raw).join('')
    // The lexer's pieces are those of its source, but for rare rewriting; then the next read starts where this one did.
    const canSettle = settled.length > 0 && tail.startsWith(settledText)
    if (canSettle) {
      stable = [...stable, ...settled]
      stableText += settledText
    }
    const open = canSettle ? tail.slice(settledText.length) : tail
    const closed = closeMarks(open)
    const isAsRead = closed === open
    return [...stable, ...(isAsRead ? tokens.slice(canSettle ? settled.length : 0) : lex(closed))]
  }

  return {
    read(source, isComplete) {
      if (source === lastText && isComplete === lastIsComplete) return blocks
      lastText = source
      lastIsComplete = isComplete
      const text = source.replace(/\r\n?/g, '\n')
      blocks = (isComplete ? lex(text) : readGrowing(text)).filter((token) => token.type !== 'space')
      return blocks
    },
  }
}

function lex(text: string): Token[] {
  return Lexer.lex(text, { gfm: true })
}

/** A last line of mere marks (`-`, `1.`, `##`, `|`) could still become a list, a heading, a table or a rule: it waits. */
function withoutHalfMarker(text: string): string {
  return text.replace(/(^|\n) {0,3}(?:[-=*_#>+~`|:\s]+|\d{1,9}[.)]?)$/, '$1')
}

/** Closes what the last paragraph left open: bold and code show as such while they are written. */
function closeMarks(text: string): string {
  const isInFence = (text.match(/^ {0,3}(```|~~~)/gm)?.length ?? 0) % 2 === 1
  if (isInFence) return text
  const paragraph = text.slice(text.lastIndexOf('\n\n') + 1).replace(/\[([^\]\n]*)\]\([^)\s]*$/, '$1')
  const kept = text.slice(0, text.lastIndexOf('\n\n') + 1) + paragraph
  const hasOpenCode = (paragraph.match(/`/g)?.length ?? 0) % 2 === 1
  if (hasOpenCode) return `${kept}\``
  const hasOpenBold = (paragraph.replace(/`[^`]*`/g, '').match(/\*\*/g)?.length ?? 0) % 2 === 1
  return hasOpenBold && !/[\s*]$/.test(kept) ? `${kept}**` : kept
}
