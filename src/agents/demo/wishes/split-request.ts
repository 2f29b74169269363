/** How a piece of a request reads on its own. */
export interface Reading {
  isWish: boolean
  /** What follows it in another sentence may belong to it, such as the rest of a note. */
  isOpen: boolean
  /** Its "and" is part of it: what is to be done at some time may itself be several things. */
  isWhole: boolean
}

/**
 * Cuts a request into clauses, one wish each. It is cut at sentence ends, and at commas and "and" only where what follows reads as
 * a wish of its own: "remember that I like salt and pepper" stays whole. Quoted words are never cut.
 */
export function splitRequest(text: string, read: (piece: string) => Reading): string[] {
  const quotes: string[] = []
  const hidden = text.replace(/"[^"\n]*"|“[^”\n]*”|(?<![^\s(])['‘][^'’\n]+['’](?=$|[\s.,!?;)])/g, (quote) => {
    quotes.push(quote)
    return `\uE000${quotes.length - 1}\uE001`
  })
  const readPiece = (piece: string) => read(shown(piece))

  const clauses: string[] = []
  for (const sentence of hidden.split(/(?<=[.!?;])\s+|\n+/)) {
    const pieces = readPiece(sentence).isWhole ? [sentence] : sentence.split(separator)
    for (let index = 0; index < pieces.length; index += 2) {
      const piece = pieces[index] ?? ''
      const isNew = index === 0 ? isNewSentence(piece, clauses.at(-1)) : readPiece(piece).isWish
      if (isNew || clauses.length === 0) clauses.push(piece)
      else clauses[clauses.length - 1] += (index === 0 ? '\n' : (pieces[index - 1] ?? '')) + piece
    }
  }
  return clauses.map((clause) => shown(clause).trim()).filter((clause) => clause !== '')

  function isNewSentence(piece: string, before: string | undefined): boolean {
    if (before === undefined) return true
    if (/^\s*(?:[-*•]|\d+[.)])\s/.test(piece)) return false
    return readPiece(piece).isWish || !readPiece(before).isOpen
  }
  function shown(clause: string): string {
    return clause.replace(/\uE000(\d+)\uE001/g, (_, index: string) => quotes[Number(index)] ?? '')
  }
}

const separator = /( ?, ?(?:and )?(?:then )?| (?:and then|and also|and|then|also|plus) )/
