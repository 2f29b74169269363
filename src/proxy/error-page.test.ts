import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { errorPage } from './error-page.ts'

const notice = { state: 'down', title: 'It <broke> & "fell"', detail: '<script>alert(1)</script>' } as const

describe('the error page', () => {
  it('escapes its words', () => {
    const { html } = errorPage(notice, true)
    expect(html).toContain('<h1>It &#60;broke&#62; &#38; &#34;fell&#34;</h1>')
    expect(html).not.toContain('<script>alert')
  })

  it('runs and shows only what its policy names by hash, and loads nothing', () => {
    const { html, headers } = errorPage(notice, true)
    const policy = headers['content-security-policy']
    for (const tag of ['style', 'script']) {
      const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html) ?? []
      expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    }
    expect(html).not.toMatch(/\s(?:src|style|on\w+)=/)
  })

  it('looks again after 2 s while starting, 5 s when down, or as it is told', () => {
    const refresh = (page: { html: string }) => /content="(\d+)"><\/noscript>/.exec(page.html)?.[1]
    expect(refresh(errorPage({ ...notice, state: 'starting' }, true))).toBe('2')
    expect(refresh(errorPage(notice, true))).toBe('5')
    expect(refresh(errorPage({ ...notice, retrySeconds: 15 }, true))).toBe('15')
  })
})
