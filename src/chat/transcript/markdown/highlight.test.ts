import { describe, expect, it } from 'vitest'
import { highlight } from './highlight.ts'

const colourOf = (code: string, language: string, text: string) =>
  highlight(code, language)?.find((piece) => piece.text.includes(text))?.colour

describe('highlight', () => {
  it.each([
    ['const a = "b" // c', 'ts', 'const', 'keyword'],
    ['const a = "b" // c', 'tsx', '"b"', 'string'],
    ['const a = "b" // c', 'js', '// c', 'comment'],
    ['def greet(): return 1', 'py', 'greet', 'title'],
    ['+ added', 'diff', '+ added', 'addition'],
    ['<p class="a">', 'html', 'p', 'keyword'],
    ['SELECT 1', 'sql', 'SELECT', 'keyword'],
    ['echo "hi"', 'sh', '"hi"', 'string'],
  ])('colours %s as %s', (code, language, text, colour) => {
    expect(colourOf(code, language, text)).toBe(colour)
  })

  it('loses and changes nothing of the code', () => {
    const code = 'const html = `<b>&amp;</b>`\n\n\tif (a < b) {}\n'
    expect(
      highlight(code, 'ts')
        ?.map((piece) => piece.text)
        .join(''),
    ).toBe(code)
  })

  it('leaves a language that it does not know, and what is too long, as it is', () => {
    expect(highlight('x', 'klingon')).toBeUndefined()
    expect(highlight('x = 1\n'.repeat(10_000), 'python')).toBeUndefined()
  })
})
