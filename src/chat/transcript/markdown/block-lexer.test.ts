import { Lexer } from 'marked'
import { describe, expect, it } from 'vitest'
import { createBlockLexer } from './block-lexer.ts'
import { decodeEntities } from './entities.ts'
import { remoteImage, safeLink } from './safe-url.ts'

const sample = `# Title

Some **bold** text &amp; more with [a link][1].
Second line.

- one
- two

  still two
- three

| a | b |
|---|---|
| 1 | 2 |

\`\`\`ts
const a = 1

const b = 2
\`\`\`

> quote
continued

1. first

   inner

2. second

[1]: https://example.com
`

describe('createBlockLexer', () => {
  it('ends with the same blocks as one full read, whatever the pieces it came in', () => {
    const whole = Lexer.lex(sample).filter((token) => token.type !== 'space')
    for (const step of [1, 3, 7, 50]) {
      const lexer = createBlockLexer()
      for (let end = step; end < sample.length; end += step) lexer.read(sample.slice(0, end), false)
      expect(lexer.read(sample, true)).toEqual(whole)
    }
  })

  it('finds the same kinds of blocks while the text grows as a full read does', () => {
    const lexer = createBlockLexer()
    let blocks = lexer.read('', false)
    for (let end = 1; end <= sample.length; end += 1) blocks = lexer.read(sample.slice(0, end), false)
    const types = Lexer.lex(sample).flatMap((token) => (token.type === 'space' ? [] : [token.type]))
    expect(blocks.map((token) => token.type)).toEqual(types)
  })

  it('keeps the objects of blocks that are finished', () => {
    const lexer = createBlockLexer()
    const before = lexer.read('# One\n\nTwo\n\nThr', false)
    const after = lexer.read('# One\n\nTwo\n\nThree\n\nFour', false)
    expect(after[0]).toBe(before[0])
    expect(after[1]).toBe(before[1])
    expect(after).toHaveLength(4)
  })

  it('does not turn a paragraph into a heading for the moment in which a list begins', () => {
    const lexer = createBlockLexer()
    expect(lexer.read('Two things:\n-', false).map((token) => token.type)).toEqual(['paragraph'])
    expect(lexer.read('Two things:\n- a', false).map((token) => token.type)).toEqual(['paragraph', 'list'])
  })

  it('shows bold, code and links as such before they are closed', () => {
    const inline = (text: string) => {
      const [block] = createBlockLexer().read(text, false)
      return block && 'tokens' in block
        ? block.tokens?.map((token) => `${token.type}:${'text' in token ? token.text : ''}`)
        : undefined
    }
    expect(inline('so **very bo')).toEqual(['text:so ', 'strong:very bo'])
    expect(inline('run `npm te')).toEqual(['text:run ', 'codespan:npm te'])
    expect(inline('see [the page](https://exa')).toEqual(['text:see the page'])
  })

  it('starts over when the text is another one', () => {
    const lexer = createBlockLexer()
    lexer.read('# One\n\nTwo\n\nThree', false)
    expect(lexer.read('Other', false).map((token) => token.raw)).toEqual(['Other'])
  })
})

describe('decodeEntities', () => {
  it('decodes names and numbers, and leaves what it does not know', () => {
    expect(decodeEntities('a &amp; b &lt;i&gt; &#65;&#x42; &mdash; &unknown; &')).toBe(
      'a & b <i> AB — &unknown; &',
    )
    expect(decodeEntities('&#0;&#xd800;&#9999999;')).toBe('\ufffd\ufffd\ufffd')
  })
})

describe('safeLink', () => {
  it('follows http, https and mailto and nothing else', () => {
    expect(safeLink('https://a.b/c?d=1')).toBe('https://a.b/c?d=1')
    expect(safeLink('mailto:a@b.c')).toBe('mailto:a@b.c')
    for (const href of [
      'javascript:alert(1)',
      ' java\nscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      '/app',
      '//a.b',
      '',
    ])
      expect(safeLink(href)).toBeUndefined()
  })
})

describe('remoteImage', () => {
  it('names the host that would learn of the load', () => {
    expect(remoteImage('https://evil.example:8443/x.png?q=secret')).toEqual({
      src: 'https://evil.example:8443/x.png?q=secret',
      host: 'evil.example:8443',
    })
    expect(remoteImage('http://a.b/x.png')).toBeUndefined()
    expect(remoteImage('data:image/svg+xml,<svg onload=alert(1)>')).toBeUndefined()
  })
})
