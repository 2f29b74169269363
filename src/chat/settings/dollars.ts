/** The amount in a field; null when it is empty, undefined when it is no amount. A comma does for a point. */
export function parseDollars(text: string): number | null | undefined {
  const plain = text
    .trim()
    .replace(/^\$\s*/, '')
    .replace(',', '.')
  if (plain === '') return null
  return /^\d{1,5}(\.\d{1,2})?$/.test(plain) ? Number(plain) : undefined
}

/** 5, 0.50, 12.25: as people write amounts, without the sign. */
export function dollarWords(amount: number): string {
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(2)
}
