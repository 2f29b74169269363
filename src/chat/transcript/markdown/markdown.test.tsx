import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Markdown } from './markdown.tsx'

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} isComplete />)

describe('Markdown', () => {
  it('shows HTML as text and never as markup', () => {
    const out = html(
      '<img src=x onerror=alert(1)> hi <b>there</b>\n\n<script>alert(1)</script>\n\n<iframe src="https://a.b">',
    )
    expect(out).not.toMatch(/<(img|script|iframe|b)\b/)
    expect(out).toContain('&lt;script>alert(1)&lt;/script>')
  })

  it('follows only safe links, outside and without a referrer', () => {
    expect(html('[a](https://a.b)')).toContain(
      '<a href="https://a.b/" target="_blank" rel="noopener noreferrer">a</a>',
    )
    for (const href of ['javascript:alert(1)', 'java&#115;cript:alert(1)', 'data:text/html,x', '/bloby/'])
      expect(html(`[a](<${href}>)`)).toBe('<div class="prose"><p>a</p></div>')
  })

  it('does not load a remote image by itself', () => {
    const out = html('![chart](https://evil.example/x.png?leak=1)')
    expect(out).not.toContain('<img')
    expect(out).toContain('Load image from evil.example: chart')
  })

  it('draws lists, tasks, tables, quotes and breaks', () => {
    expect(html('3. a\n4. b')).toContain('<ol dir="auto" start="3"><li>a</li><li>b</li></ol>')
    expect(html('- [x] a')).toContain('aria-label="done"')
    expect(html('|a|b|\n|-|-:|\n|1|x<br>y|')).toMatch(/<td style="text-align:right;?">x<br\/>y<\/td>/)
    expect(html('> a &amp; b  \n> c')).toContain('<blockquote dir="auto"><p>a &amp; b<br/>c</p></blockquote>')
  })
})
